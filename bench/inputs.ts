import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKSUM_OFFSET, checksumOf } from '../src/aml/table.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

export const OUT = join(REPOSITORY, 'build/bench/out');
export const PROGRAM = join(REPOSITORY, 'build/bundle/bin/cppc-acpi.cjs');
/** What `make standalone` makes. */
export const EXECUTABLE = join(REPOSITORY, 'build/standalone/cppc-acpi');
export const SIZES = [8, 32, 256, 1024, 4096];
export const STYLES = ['plain', 'compact'] as const;
export type Style = (typeof STYLES)[number];

/** Cores of twelve levels, as a machine with favoured cores has them; each a table of its own, pinned. */
const LEVELS = 12;

/** Some 370 KB of `_CPC` and `_PSD`, the size of a large DSDT. */
const DSDT_VCPUS = 976;

export interface Files {
  readonly spec: string;
  /** The same as one table, which iasl compiles as a whole. */
  readonly asl: string;
  readonly bytes: number;
}

/** Writes a spec with this number of vCPUs, and has our program make one table of ASL for iasl from it. */
export function inputs(vcpus: number, style: Style): Files {
  mkdirSync(OUT, { recursive: true });
  const spec = join(OUT, `${style}-${vcpus}.toml`);
  const whole = join(OUT, `whole-${style}-${vcpus}`);
  writeFileSync(spec, specText(vcpus, style, ''));
  writeFileSync(`${whole}.toml`, specText(vcpus, style, 'max_table_bytes = 0\n'));
  execFileSync(process.execPath, [PROGRAM, 'build', `${whole}.toml`, '--emit', 'aml,asl', '--iasl', 'off'], {
    stdio: 'ignore',
  });
  return { spec, asl: `${whole}.asl`, bytes: statSync(`${whole}.aml`).size };
}

/** A spec whose cores all have levels of their own, above 255, which guests warn about. */
export function unequal(cores: number): string {
  const path = join(OUT, `unequal-${cores}.toml`);
  writeFileSync(
    path,
    specText(cores, 'plain', '', (i) => 1000 + i),
  );
  return path;
}

function specText(vcpus: number, style: Style, table: string, levelOf = (i: number) => 236 - 8 * (i % LEVELS)): string {
  const head = `[table]\ncompact = ${style === 'compact'}\n${table}
[registers]
layout = "constant"

[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
nominal_freq = 4200
lowest_freq = 400
`;
  const cores = Array.from(
    { length: vcpus },
    (_, i) => `\n[[core]]\nhighest_perf = ${levelOf(i)}\nhost_threads = [${i}]\n`,
  );
  return head + cores.join('');
}

/** A table of that size which `inspect` and `iasl -d` read. */
export function dsdt(): string {
  inputs(DSDT_VCPUS, 'plain');
  const bytes = readFileSync(join(OUT, `whole-plain-${DSDT_VCPUS}.aml`));
  bytes.write('DSDT', 0, 'latin1');
  bytes[CHECKSUM_OFFSET] = checksumOf(bytes);
  const path = join(OUT, 'dsdt.aml');
  writeFileSync(path, bytes);
  return path;
}
