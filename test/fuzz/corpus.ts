// Inputs that fuzzing starts from: the fixtures, and what is made of them.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { compile } from '../../src/compile.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

/** A larger one makes rounds slow and finds no more. */
const MOST_CHARACTERS = 20_000;

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => extname(file) === extension)
    .map((file) => join(FIXTURES, folder, file))
    .sort();
}

function textsOf(files: readonly string[]): string[] {
  return files.map((file) => readFileSync(file, 'utf8')).filter((text) => text.length < MOST_CHARACTERS);
}

const accepted = filesBelow('accept', '.toml').filter((file) => basename(file) === 'spec.toml');

/** The specs of the fixtures, sound and broken. */
export function specTexts(): string[] {
  return textsOf([...accepted, ...filesBelow('reject', '.toml'), join(FIXTURES, 'domains/x3d.toml')]);
}

/** Tables that lower makes of the fixtures' specs, and those that fixtures have as hex. */
export async function tables(): Promise<Uint8Array[]> {
  const compiled = await Promise.all(textsOf(accepted).map((text) => compile({ text, file: 'spec.toml' })));
  const made = compiled.flatMap(({ value }) => value?.parts.map(({ aml }) => aml) ?? []);
  const hex = filesBelow('reject', '.hex').map(bytesOf);
  return [...made.filter(({ length }) => length < MOST_CHARACTERS), ...hex];
}

export function domainTexts(): string[] {
  return textsOf([...filesBelow('domains', '.xml'), ...filesBelow('reject', '.xml')]);
}

export function dumpTexts(): string[] {
  return textsOf(filesBelow('reject', '.acpidump'));
}
