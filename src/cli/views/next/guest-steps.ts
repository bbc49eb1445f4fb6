// What a guest needs beside the table before it ranks its cores: the last step, without which the others have no effect.

import { WINDOWS_REGISTRY } from '../../../../grammar/guests.js';
import { groupBy } from '../../../diagnostics/group-by.js';
import { list } from '../../../diagnostics/words.js';
import { hanging } from '../../../diagnostics/wrapped.js';
import type { Compiled } from '../../../emit/format.js';
import { judgeGuest } from '../../../guest/judge.js';
import { subjectOfTable } from '../../../guest/subject.js';
import { guestsNamed } from '../../../versions/guest.js';
import { messageWidth } from '../../terminal/width.js';

type Table = Pick<Compiled, 'table'>;

/** For the guests of the spec, by the rules of `check --guest`. `reg`: the file of `--emit reg`, where it was written. */
export function guestSteps(compiled: Table, reg?: string): string[] {
  return [...windowsSteps(compiled, reg), ...linuxSteps(compiled)];
}

export function windowsSteps(compiled: Table, reg?: string): string[] {
  if (!findingsOf(compiled).some(({ code }) => code === 'guest/windows11-registry')) return [];
  const needs = `To rank its cores, a Windows 11 guest needs ${WINDOWS_REGISTRY.value} = 1 in its registry:`;
  return fitted(
    reg === undefined
      ? [needs, '  `cppc-acpi build --emit reg` writes a file to import in the guest; then restart it']
      : [needs, `  import ${reg} in the guest, and restart it`],
  );
}

/** Indented lines pass as code, which is not wrapped, when they are printed. */
function fitted(lines: readonly string[]): string[] {
  return lines.flatMap((line) => hanging(line, messageWidth(process.stdout), 4));
}

/** The words of each release on its kernel command line. */
function linuxSteps(compiled: Table): string[] {
  const found = findingsOf(compiled).filter(({ code }) => code === 'guest/linux-boot-words');
  if (found.length === 0) return [];
  const byWords = [...groupBy(found, ({ facts }) => wordsOf(facts))];
  const namesOf = (some: typeof found) =>
    list(
      some.map(({ guest }) => guest),
      'and',
    );
  return fitted([
    'To rank its cores, a Linux guest needs on its kernel command line:',
    ...byWords.map(([words, some]) => `  ${words} (${namesOf(some)})`),
  ]);
}

function findingsOf({ table }: Table) {
  const subject = subjectOfTable(table);
  const answers = guestsNamed(table.os, table.architecture).map((guest) => judgeGuest(guest, subject));
  return answers.flatMap(({ guest, findings }) => findings.map(({ code, facts }) => ({ guest, code, facts })));
}

function wordsOf(facts: object): string {
  return 'words' in facts && Array.isArray(facts.words) ? facts.words.join(' ') : '';
}
