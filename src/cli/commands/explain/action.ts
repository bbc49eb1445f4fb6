import type { CatalogRow } from '../../../diagnostics/catalog/row.js';
import { CATALOG } from '../../../diagnostics/catalog.js';
import { jsonText } from '../../../diagnostics/words.js';
import { rulesOf } from '../../../guest/judge.js';
import { codesLike, isCode } from '../../terminal/codes.js';
import { EXIT } from '../../terminal/exit.js';
import { printLines } from '../../terminal/print.js';
import type { CommonOptions } from '../../terminal/report.js';
import { TOPICS } from '../../terminal/topics.js';
import { type Example, exampleOf } from './examples.js';
import { bootedFor, guestFacts, guestLines } from './guest-lines.js';

/** Explains a code: its severity, its source, the guests that it concerns, and an example. */
export function explain(code: string, options: CommonOptions): number {
  if (isTopic(code)) return explainTopic(code, options);
  if (!isCode(code)) return EXIT.bug;
  const { severity, section }: CatalogRow<never> = CATALOG[code];
  const rules = rulesOf(code);
  const example = exampleOf(code);
  if (options.json) {
    const booted = bootedFor(rules);
    const known = {
      guests: guestFacts(rules),
      ...(booted.length > 0 && { booted: kernelsOf(booted), booted_on: Object.fromEntries(booted) }),
    };
    const facts = { schema: 1, code, severity, ...(section && { section }), ...known, example, diagnostics: [] };
    process.stdout.write(jsonText(facts));
    return EXIT.ok;
  }
  const lines = [
    `${code}: ${MEANING[severity]}`,
    ...(section ? [`From: ${section}`] : []),
    ...guestLines(rules),
    ...(example ? ['', ...exampleLines(example)] : []),
  ];
  printLines(lines);
  return EXIT.ok;
}

function kernelsOf(booted: ReturnType<typeof bootedFor>): string[] {
  return [...new Set(booted.flatMap(([, kernels]) => kernels))];
}

function isTopic(text: string): text is keyof typeof TOPICS {
  return Object.hasOwn(TOPICS, text);
}

function explainTopic(topic: keyof typeof TOPICS, { json }: CommonOptions): number {
  const lines = TOPICS[topic]();
  process.stdout.write(json ? jsonText({ schema: 1, topic, lines, diagnostics: [] }) : `${lines.join('\n')}\n`);
  return EXIT.ok;
}

const MEANING = {
  error: 'error; no output is written',
  warning: 'warning; an error with --strict',
  note: 'note',
} as const;

function exampleLines(example: Example): string[] {
  const output = indented(example.output);
  if (example.kind === 'output') return ['Example output:', '', ...output];
  return [`Example ${INPUTS[example.kind]}:`, '', ...indented(example.input), '', 'Output:', '', ...output];
}

const INPUTS = { spec: 'spec', ASL: 'table, in ASL', bytes: 'table, in hex', command: 'command' } as const;

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`));
}

/** The reason for a usage error, if any. */
export function explainUsageProblem(code: string): string | undefined {
  if (isCode(code) || isTopic(code)) return undefined;
  return `there is no code "${code}"${codesLike(code, Object.keys(TOPICS))}`;
}
