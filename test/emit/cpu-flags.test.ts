import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cpuFlags, cpuMode } from '../../src/emit/cpu-flags.js';
import { xmlLines } from '../../src/xml/xml-text.js';
import { cases } from '../support/cases.js';

cases(
  'cpu_model with flags in libvirt XML',
  [
    { name: 'host', word: 'host', mode: 'host-passthrough', lines: [], others: [] },
    { name: 'off', word: 'host,cppc=off', mode: 'host-passthrough', lines: [], others: ['cppc=off'] },
    {
      name: 'vendor',
      word: 'EPYC-Genoa,vendor=AuthenticAMD',
      mode: 'custom',
      lines: [],
      others: ['vendor=AuthenticAMD'],
    },
    {
      name: 'several flags, a plus counts more than a value',
      word: 'EPYC,+avx2,-svm,x2apic=on, avx2=off',
      mode: 'custom',
      lines: [
        "<feature policy='require' name='avx2'/>",
        "<feature policy='disable' name='svm'/>",
        "<feature policy='require' name='x2apic'/>",
      ],
      others: [],
    },
    {
      name: 'max and bits of the host',
      word: 'max,host-phys-bits=on',
      mode: 'maximum',
      lines: ["<maxphysaddr mode='passthrough'/>"],
      others: [],
    },
    {
      name: 'flags without an element, in the old form',
      word: 'host,+cppc,-pstate,migratable',
      mode: 'host-passthrough',
      lines: [],
      others: ['cppc=on', 'pstate=off', 'migratable=on'],
    },
    {
      name: 'bits',
      word: 'EPYC,phys-bits=42',
      mode: 'custom',
      lines: ["<maxphysaddr mode='emulate' bits='42'/>"],
      others: [],
    },
  ],
  ({ word, mode, lines, others }) => {
    assert.is(cpuMode(word).mode, mode);
    const flags = cpuFlags(word);
    assert.equal(
      flags.children.flatMap((node) => xmlLines(node, '')),
      lines,
    );
    assert.equal(flags.others, others);
  },
);

test.run();
