// Which Linux a file is, by its first bytes. An x86 image has its version in a header. Those of Arm and RISC-V have none:
// there the version is in the kernel's text, behind `Linux version`, or only in the name of the file.

import { basename, dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BZ_IMAGE, EFI_IMAGES, EFI_ZBOOT, LINUX_BANNER } from '../../../grammar/linux.js';
import type { Architecture } from '../../../grammar/machines.js';

/** The header's pointer has 16 bits, and the text behind it a few words. */
export const HEADER_BYTES = 0x10000 + BZ_IMAGE.versionBase + 0x100;

/** A kernel of a distribution has some 50 MB. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The version in an image of this architecture, or what is wrong with it. */
export type VersionOf = { readonly version: string } | { readonly why: string };

/** The first word of the version in a bzImage's header; undefined for any other file. */
export function kernelVersion(head: Uint8Array): string | undefined {
  const { magic, magicAt, versionPointerAt, versionBase } = BZ_IMAGE;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const hasMagic = text.toString('latin1', magicAt, magicAt + magic.length) === magic;
  if (!hasMagic || text.length < versionPointerAt + 2) return undefined;
  const start = text.readUInt16LE(versionPointerAt) + versionBase;
  const [version = ''] = text.toString('latin1', start, start + 0x100).split(/[\s\0]/);
  return version === '' ? undefined : version;
}

/** Whether the beginning of a file is that of an image whose version only the whole file has. */
export function needsWhole(head: Buffer, architecture: Architecture): boolean {
  return architecture !== 'x86' && (isGzip(head) || isZboot(head) || hasImageMagic(head, architecture));
}

/** The version of an image for Arm or RISC-V, from its text or from the name of the file. */
export function imageVersion(file: string, whole: Buffer, architecture: Architecture): VersionOf {
  if (isZboot(whole)) return versionIn(unpackedZboot(whole), file);
  const image = isGzip(whole) ? unpacked(whole) : whole;
  if (!image || !hasImageMagic(image, architecture)) return { why: `it has no image header of ${architecture}` };
  return versionIn(image, file);
}

function isZboot(image: Buffer): boolean {
  return hasText(image, EFI_ZBOOT.magic, 0);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function hasImageMagic(image: Buffer, architecture: Architecture): boolean {
  return EFI_IMAGES.some((row) => row.architecture === architecture && hasText(image, row.magic, row.magicAt));
}

function hasText(bytes: Buffer, text: string, at: number): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}

/** The kernel in a zboot image; undefined if it is packed by a program that Node does not have. */
function unpackedZboot(image: Buffer): Buffer | undefined {
  const { payloadAt, sizeAt, typeAt, gzip } = EFI_ZBOOT;
  if (image.length < typeAt + gzip.length || !hasText(image, gzip, typeAt)) return undefined;
  const start = image.readUInt32LE(payloadAt);
  return unpacked(image.subarray(start, start + image.readUInt32LE(sizeAt)));
}

function unpacked(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return undefined;
  }
}

function versionIn(image: Buffer | undefined, file: string): VersionOf {
  const version = (image && bannerIn(image)) ?? versionOfName(file);
  return version === undefined
    ? { why: 'the image does not show its version; name the file vmlinuz-VERSION, as in vmlinuz-6.12.0' }
    : { version };
}

/** The first banner with a number; the text is also the beginning of a format. */
function bannerIn(image: Buffer): string | undefined {
  for (let at = image.indexOf(LINUX_BANNER); at >= 0; at = image.indexOf(LINUX_BANNER, at + 1)) {
    const [version = ''] = image.toString('latin1', at + LINUX_BANNER.length, at + 0x100).split(/[\s\0]/);
    if (/^\d+\.\d+/.test(version)) return version;
  }
  return undefined;
}

/** `vmlinuz-VERSION`, or `VERSION/vmlinuz` as in the folder of modules. */
function versionOfName(file: string): string | undefined {
  const [, version] = /-(\d+\.\d+.*)$/.exec(basename(file)) ?? /^(\d+\.\d+.*)$/.exec(basename(dirname(file))) ?? [];
  return version;
}
