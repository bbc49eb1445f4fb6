// Attacks by names and texts that reach a shell, make, XML, ASL, C or JSON. The programs that read these decide.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Outside } from '../support/outside.js';
import { type Attack, attacks, outputOf, read, SPEC } from './attack.js';
import { domain } from './domain.js';

const ONE_CORE = SPEC.replace(/\[\[core\]\]\nhighest_perf = 150\n/, '');
const CLOUD = ONE_CORE.replace('"qemu"', '"cloud-hypervisor"');

/** A spec of this name, without a stem of its own. */
const spec =
  (stem: string, text = SPEC) =>
  (folder: string) =>
    writeFileSync(join(folder, `${stem}.toml`), text);

const build = (stem: string, formats: string, ...more: readonly string[]) => [
  ...['build', `./${stem}.toml`, '-o', 'out', '--emit', formats, '--iasl', 'off', ...more],
];

/** Quotes, commands, expansions and markup. */
const STEM = `q'"\`touch PWNED\`$(touch PWNED)$HOME;&|<>#!*?{a,b}~%s,=\\n]]>é`;

/** The words that a shell makes of the arguments in a line. */
async function wordsOf(shell: Outside | 'sh', line: string, folder: string): Promise<string[]> {
  const text = await outputOf(shell, ['-c', `printf '%s\\n' ${line}`], folder);
  assert.not(existsSync(join(folder, 'PWNED')));
  return text.split('\n').slice(0, -1);
}

/** The shown command, without its program. */
const shownArguments = (stdout: string) => /^ {2}(?:qemu-system-x86_64|cat) (.*)$/m.exec(stdout)?.[1] ?? '';

const SHELLS: readonly Attack[] = [
  ...(['sh', 'bash', 'zsh'] as const).map(
    (shell): Attack => ({
      name: `the next command, read by ${shell}`,
      ...(shell !== 'sh' && { needs: [shell] }),
      prepare: spec(STEM),
      args: build(STEM, 'aml'),
      status: 0,
      check: async (folder, { stdout }) =>
        assert.is(
          (await wordsOf(shell, shownArguments(stdout), folder)).at(-1),
          `file=out/${STEM.replaceAll(',', ',,')}.aml`,
        ),
    }),
  ),
  {
    name: 'the arguments of QEMU, read by a shell',
    prepare: spec(STEM, SPEC.replace('[guest]', `[guest]\ncpu_model = "host'; touch PWNED; $(touch PWNED)"`)),
    args: build(STEM, 'qemu', '--table-path', `/t'"$(touch PWNED)`),
    status: 0,
    check: async (folder) => {
      const words = await wordsOf('sh', read(folder, `out/${STEM}.qemu.args`), folder);
      assert.is(words.at(-1), `file=/t'"$(touch PWNED)/${STEM.replaceAll(',', ',,')}.aml`);
    },
  },
  {
    name: 'a CPU model with a quote and a command, read by a shell',
    prepare: spec(
      'm',
      SPEC.replace('[guest]', `[guest]\ncpu_model = "host,pmu=off'; touch PWNED; $(touch PWNED) \`id\`"`),
    ),
    args: build('m', 'aml'),
    status: 0,
    check: async (folder, { stdout }) =>
      assert.ok(
        (await wordsOf('sh', shownArguments(stdout), folder)).includes(
          "host,pmu=off'; touch PWNED; $(touch PWNED) `id`",
        ),
      ),
  },
  {
    name: 'a command in the name of a spec, with an initrd',
    prepare: spec('x$(touch PWNED);id #', CLOUD),
    args: build('x$(touch PWNED);id #', 'aml,initrd'),
    status: 0,
    check: async (folder, { stdout }) => {
      assert.match(stdout, "> 'initrd-x$(touch PWNED);id #.img'");
      const [archive] = await wordsOf('sh', shownArguments(stdout).replace(/ > .*/, ''), folder);
      assert.is(archive, 'out/x$(touch PWNED);id #.acpi.cpio');
    },
  },
  {
    name: 'the name of a spec like an option of cat',
    prepare: spec('-rf x', CLOUD),
    args: ['build', './-rf x.toml', '--emit', 'aml,initrd', '--iasl', 'off'],
    status: 0,
    check: (_, { stdout }) => assert.match(stdout, "  cat './-rf x.acpi.cpio' initrd.img"),
  },
  {
    name: 'the name of a spec that zsh takes for a command',
    prepare: spec('=ls', CLOUD),
    args: ['build', '=ls.toml', '--emit', 'aml,initrd', '--iasl', 'off'],
    status: 0,
    check: (_, { stdout }) => assert.match(stdout, "  cat '=ls.acpi.cpio' initrd.img"),
  },
  ...['\u001b[2J', 'a\nb', 'a\u202Eb', '\u009b1m'].flatMap((stem): Attack[] => [
    {
      name: `no command, arguments or XML for the name ${JSON.stringify(stem)}`,
      prepare: spec(stem),
      args: build(stem, 'qemu,libvirt'),
      status: 1,
      check: (folder, { stderr }) => {
        assert.is(stderr.match(/emit\/unavailable/g)?.length, 2);
        assert.not(existsSync(join(folder, `out/${stem}.qemu.args`)));
      },
    },
  ]),
  {
    name: 'no archive for such a name',
    prepare: spec('\u001b[2J', CLOUD),
    args: build('\u001b[2J', 'initrd'),
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'emit/unavailable'),
  },
  {
    name: 'no command for such a name that is built',
    prepare: spec('\u001b[2J'),
    args: build('\u001b[2J', 'aml'),
    status: 0,
    check: (_, { stdout }) => {
      assert.match(stdout, 'which no command can show');
      assert.not.match(stdout, 'qemu-system');
    },
  },
];

attacks(SHELLS);

/** What an XPath expression gives, by an XML parser that also judges the document. */
const xpath = async (folder: string, file: string, expression: string) =>
  (await outputOf('xmllint', ['--xpath', expression, file], folder)).replace(/\n$/, '');

const QUOTES = `/a'b"c<d>&e]]>--`;
const ARGUMENT = "string(//*[local-name()='arg'][2]/@value)";

const XML: readonly Attack[] = [
  {
    name: 'quotes and markup in a name and in --table-path: text of libvirt XML',
    needs: ['xmllint'],
    prepare: spec(STEM),
    args: build(STEM, 'libvirt', '--table-path', QUOTES),
    status: 0,
    check: async (folder) =>
      assert.is(await xpath(folder, `out/${STEM}.libvirt.xml`, 'string(//table)'), `${QUOTES}/${STEM}.aml`),
  },
  {
    name: 'quotes and markup in --table-path: an attribute of libvirt XML',
    needs: ['xmllint'],
    args: build('s', 'libvirt', '--table-path', QUOTES, '--libvirt', '9.0'),
    status: 0,
    check: async (folder) => assert.is(await xpath(folder, 'out/s.libvirt.xml', ARGUMENT), `file=${QUOTES}/s.aml`),
  },
  ...(['9.0', '11.2'] as const).map(
    (release): Attack => ({
      name: `quotes and markup in --table-path: a domain of libvirt ${release}`,
      needs: ['xmllint'],
      prepare: (folder) => writeFileSync(join(folder, 'd.xml'), domain()),
      args: [
        ...['libvirt', 's.toml', '--domain', 'd.xml', '-o', 'out/d.xml', '--table-path', QUOTES, '--libvirt', release],
      ],
      status: 0,
      check: async (folder) => {
        const where = release === '9.0' ? ARGUMENT : 'string(//table)';
        const path = `${QUOTES}/s.aml`;
        assert.is(await xpath(folder, 'out/d.xml', where), release === '9.0' ? `file=${path}` : path);
      },
    }),
  ),
  ...['/a\nb', '/\u001b[2J', '/a\u202Eb', '/a:b', 'a"b'].map(
    (path): Attack => ({
      name: `--table-path ${JSON.stringify(path)} in a domain`,
      prepare: (folder) => writeFileSync(join(folder, 'd.xml'), domain()),
      args: ['libvirt', 's.toml', '--domain', 'd.xml', '-o', 'out/d.xml', '--table-path', path],
      status: 1,
      check: (folder) => assert.not(existsSync(join(folder, 'out/d.xml'))),
    }),
  ),
  {
    name: 'a CPU model with markup: libvirt XML',
    needs: ['xmllint'],
    prepare: spec('m', SPEC.replace('[guest]', `[guest]\ncpu_model = "</model><x/>]]>&'"`)),
    args: build('m', 'libvirt'),
    status: 0,
    check: async (folder) =>
      assert.is(await xpath(folder, 'out/m.libvirt.xml', 'string(//model)'), "</model><x/>]]>&'"),
  },
  {
    name: 'a name that XML 1.0 forbids',
    prepare: spec('a\uFFFEb'),
    args: build('a\uFFFEb', 'libvirt'),
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'emit/unavailable'),
  },
  {
    name: 'markup and escapes in the name of a spec: its picture',
    needs: ['xmllint'],
    prepare: spec('<script x="\u001b[2J\'&\uFFFE">'),
    args: ['preview', '<script x="\u001b[2J\'&\uFFFE">.toml', '--svg', 'out/s.svg'],
    status: 0,
    check: async (folder) => {
      assert.is(await xpath(folder, 'out/s.svg', "count(//*[local-name()='script'])"), '0');
      assert.match(read(folder, 'out/s.svg'), '&lt;script x="?[2J\'&amp;?"&gt;');
    },
  },
];

attacks(XML);

const idsOf = (oemId: string, oemTableId: string) => (folder: string) =>
  writeFileSync(
    join(folder, 's.toml'),
    `[table]\noem_id = ${JSON.stringify(oemId)}\noem_table_id = ${JSON.stringify(oemTableId)}\n${SPEC}`,
  );

/** iasl compiles our ASL to the table that we encode, so nothing leaves its string. */
const withIds = (oemId: string, oemTableId: string): Attack => ({
  name: `ASL with the IDs ${oemId} and ${oemTableId}`,
  needs: ['iasl'],
  prepare: idsOf(oemId, oemTableId),
  args: ['build', 's.toml', '-o', 'out', '--emit', 'aml,asl,c', '--iasl', 'require'],
  status: 0,
  check: async (folder) => {
    assert.is(read(folder, 'out/s.aml').slice(10, 24), oemId.padEnd(6, '\0') + oemTableId.padEnd(8, '\0'));
    await outputOf('iasl', ['-vs', 'out/s.asl'], folder);
    assert.not.match(read(folder, 'out/s.h'), oemTableId);
  },
});

const REST: readonly Attack[] = [
  withIds('A"B)', '*/x'),
  withIds('/*\\', '//\\n\\x41'),
  withIds('")}', '\\")}//'),
  withIds('%s', '$(x)`id`'),
  {
    name: 'the words of a C header are our own',
    prepare: spec(`*\\ x"'#é\u202E`),
    args: build(`*\\ x"'#é\u202E`, 'c'),
    status: 0,
    check: (folder) =>
      assert.match(
        read(folder, `out/*\\ x"'#é\u202E.h`),
        /^\/\* Made by cppc-acpi\. \*\/\n\nunsigned char \w+_aml_code\[990\] = \{\n(?: {4}(?:0x[\dA-F]{2}, ?)+\n)+\};\n$/,
      ),
  },
  {
    name: 'a registry file has no text of the spec',
    prepare: spec('"]\r\n[HKEY', SPEC.replace('[guest]', '[guest]\nos = ["windows11"]')),
    args: build('"]\r\n[HKEY', 'reg'),
    status: 0,
    check: (folder) => assert.not.match(read(folder, 'out/"]\r\n[HKEY.reg'), /HKEY(?!_LOCAL_MACHINE)/),
  },
  {
    name: 'JSON with C1 controls in a name: escaped, and exact',
    prepare: spec('\u009b1ma\u202Eb'),
    args: build('\u009b1ma\u202Eb', 'aml,json'),
    status: 0,
    check: (folder) => {
      const text = read(folder, 'out/\u009b1ma\u202Eb.json');
      assert.match(text, /^[\n\x20-\x7e]*$/);
      assert.is(JSON.parse(text).outputs[0].file, '\u009b1ma\u202Eb.aml');
    },
  },
  {
    name: 'the member of an archive has no folder but that of Linux',
    needs: ['cpio'],
    prepare: spec(STEM, CLOUD),
    args: build(STEM, 'initrd'),
    status: 0,
    check: async (folder) => {
      await outputOf('sh', ['-c', 'cd out && cat *.cpio | cpio -i --quiet -d'], folder);
      assert.ok(existsSync(join(folder, 'out/kernel/firmware/acpi', `${STEM}.aml`)));
    },
  },
];

attacks(REST);

const DEPFILE = ['--depfile', 'out/s.d'];

/** The rules of a depfile, as make reads them. */
const databaseOf = (folder: string) => outputOf('sh', ['-c', 'make -rpn -f out/s.d 2>&1 || :'], folder);

const ODD = `a bc$(touch PWNED)\${x}\\#d\\ e&'"\`,!{}<>é`;

const DEPFILES: readonly Attack[] = [
  {
    name: 'commands, expansions and comments in a name, read by make',
    needs: ['make'],
    prepare: spec(ODD),
    args: ['build', `${ODD}.toml`, '-o', 'out', '--emit', 'aml', '--iasl', 'off', ...DEPFILE],
    status: 0,
    check: async (folder) => {
      const database = (await databaseOf(folder)).split('\n');
      assert.ok(
        database.includes(`out/${ODD}.aml: ${ODD}.toml`),
        database.find((line) => line.startsWith('out/')),
      );
      assert.not(existsSync(join(folder, 'PWNED')));
    },
  },
  ...['a\nall', 'a\rb', 'a:b', 'a;touch PWNED', 'a=b', '~root', '%', 'a|b', 'a\u001b[2J', 'a\tb', '*'].map(
    (stem): Attack => ({
      name: `a depfile for ${JSON.stringify(stem)}`,
      prepare: spec(stem),
      args: ['build', `${stem}.toml`, '-o', 'out', '--emit', 'aml', '--iasl', 'off', ...DEPFILE],
      status: 2,
      check: (folder, { stderr }) => {
        assert.match(stderr, 'make does not support the name');
        assert.not(existsSync(join(folder, 'out/s.d')));
      },
    }),
  ),
  {
    name: 'a depfile for a name that make takes for a member of an archive',
    prepare: (folder) => writeFileSync(join(folder, 'a(b)'), SPEC),
    args: ['build', 'a(b)', '-o', 'out', '--emit', 'aml', '--iasl', 'off', ...DEPFILE],
    status: 2,
    check: (_, { stderr }) => assert.match(stderr, 'make does not support the name'),
  },
];

attacks(DEPFILES);

test.run();
