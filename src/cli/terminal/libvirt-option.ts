import { InvalidArgumentError, Option } from 'commander';
import { DISTRIBUTIONS, type Distribution } from '../../../grammar/distributions.js';
import type { Release } from '../../../grammar/release.js';
import { list } from '../../diagnostics/words.js';
import { releaseOf } from './options.js';

/** The value of --libvirt: a release, or a distribution, which has one. */
type LibvirtChoice = Pick<Distribution, 'libvirt'> & Partial<Distribution>;

/** Options that follow from --libvirt. */
interface OfLibvirt {
  readonly libvirt?: Release;
  readonly qemu?: Release;
  readonly distribution?: Distribution;
}

/** Options of a command before --libvirt is taken apart. */
export type Typed<T extends OfLibvirt> = Omit<T, 'libvirt' | 'distribution'> & { readonly libvirt?: LibvirtChoice };

/** The release of libvirt that a document is for; `otherwise` is what holds without the option. */
export const libvirtOption = (otherwise = 'newest') =>
  new Option(
    '--libvirt <release>',
    `Write for this libvirt, such as 9.0, or for a distribution, such as debian-12, with its QEMU and kernel (default: ${otherwise})`,
  ).argParser(libvirtOf);

/** The releases of a distribution take the place of options that are missing. */
export function withDistribution<T extends OfLibvirt>({ libvirt: choice, ...others }: Typed<T>): T {
  if (!choice) return others as unknown as T;
  const distribution = DISTRIBUTIONS.find((row) => row === choice);
  const { qemu = distribution?.qemu } = others as OfLibvirt;
  return {
    ...others,
    libvirt: choice.libvirt,
    ...(qemu && { qemu }),
    ...(distribution && { distribution }),
  } as unknown as T;
}

/** `9.0`, or the name of a distribution. */
function libvirtOf(text: string): LibvirtChoice {
  const distribution = DISTRIBUTIONS.find(({ name }) => name === text.toLowerCase());
  if (distribution) return distribution;
  if (/^\d/.test(text)) return { libvirt: releaseOf(text) };
  const names = DISTRIBUTIONS.map(({ name }) => name);
  throw new InvalidArgumentError(`Write a release such as 9.0, or ${list(names, 'or')}.`);
}
