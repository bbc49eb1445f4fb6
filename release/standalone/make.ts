// `make standalone`: the program and Node in one executable, by Node's single-executable format.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundled, onFirstUse, packageFiles, packageVersion, REPOSITORY } from '../bundling.js';
import { bundledPackages, licencesText } from '../licences.js';
import { ARCHITECTURES, type Architecture, toolsFor } from './tools.js';
import { OUT_VARIABLE, REPOSITORY_VARIABLE } from './warm-up.js';

/** Only this machine's own architecture can be run, so only its executable has compiled code and loaded modules inside. */
const OWN = 'x64';

/** Node looks for the blob if the digit behind these words is 1, which postject writes. */
const SENTINEL = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const { values } = parseArgs({ options: { arch: { type: 'string', default: OWN } } });
const architecture = ARCHITECTURES.find((one) => one === values.arch);
if (architecture === undefined) throw new Error(`write --arch ${ARCHITECTURES.join(' or ')}, not ${values.arch}`);
await makeExecutable(architecture);

async function makeExecutable(architecture: Architecture): Promise<void> {
  const folder = join(REPOSITORY, 'build', architecture === OWN ? 'standalone' : `standalone-${architecture}`);
  const parts = join(folder, 'parts');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  const tools = toolsFor(architecture);
  const inputs = await program(join(parts, 'program.cjs'));
  const blob = makeBlob(parts, join(tools, `node-linux-${OWN}/bin/node`), architecture === OWN);
  const executable = join(folder, 'cppc-acpi');
  copyFileSync(join(tools, `node-linux-${architecture}/bin/node`), executable);
  chmodSync(executable, 0o755);
  if (architecture === OWN) execFileSync('strip', [executable]);
  const postject = [
    join(tools, 'postject/dist/cli.js'),
    executable,
    'NODE_SEA_BLOB',
    blob,
    '--sentinel-fuse',
    SENTINEL,
  ];
  execFileSync(process.execPath, postject, { stdio: 'pipe' }); // it warns of names of sections that nothing reads
  const text = licences(inputs, join(tools, `node-linux-${architecture}`));
  writeFileSync(join(folder, 'LICENSES.txt'), text);
  rmSync(parts, { recursive: true });
}

function program(outfile: string): Promise<string[]> {
  const inside = packageFiles(`
    export const version = () => ${JSON.stringify(packageVersion())};
    export const versionText = () => version() + '\\nwith Node.js ' + process.versions.node + ' inside';
    export const examplesText = () => require('node:sea').getAsset('examples.json', 'utf8');
  `);
  return bundled({
    entryPoints: ['build/release/standalone/entry.js'],
    outfile,
    target: 'node24',
    format: 'cjs',
    // The place of an executable says nothing: all files are inside.
    define: { 'import.meta.url': '"file:///build/bundle/bin/cppc-acpi"' },
    plugins: [onFirstUse, inside],
  });
}

/** What Node finds in the executable. V8's code and memory are of one architecture: for others it is the program's text. */
function makeBlob(parts: string, node: string, isOwn: boolean): string {
  const blob = join(parts, 'blob');
  const config = {
    main: join(parts, 'program.cjs'),
    output: blob,
    disableExperimentalSEAWarning: true,
    useSnapshot: isOwn,
    // Variables such as NODE_OPTIONS are for programs of Node, and this is one of its own.
    execArgvExtension: 'none',
    assets: { 'examples.json': join(REPOSITORY, 'build/examples.json') },
  };
  const file = join(parts, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  execFileSync(node, ['--experimental-sea-config', file], {
    env: { [REPOSITORY_VARIABLE]: REPOSITORY, [OUT_VARIABLE]: join(parts, 'out') },
    stdio: 'pipe',
  });
  return blob;
}

function licences(inputs: readonly string[], node: string): string {
  const textOf = (file: string) => readFileSync(file, 'utf8').trim();
  const { version } = JSON.parse(textOf(join(node, 'package.json')));
  return licencesText('This executable holds cppc-acpi, packages of npm, and Node.js with its libraries.', [
    { name: 'cppc-acpi', version: packageVersion(), text: textOf(join(REPOSITORY, 'LICENSE')) },
    ...bundledPackages(REPOSITORY, inputs),
    { name: 'Node.js', version, text: textOf(join(node, 'LICENSE')) },
  ]);
}
