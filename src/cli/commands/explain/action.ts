import type { CatalogRow, Severity } from '../../../diagnostics/catalog/row.js';
import { CATALOG } from '../../../diagnostics/catalog.js';
import type { Code } from '../../../diagnostics/diagnostic.js';
import { groupBy } from '../../../diagnostics/group-by.js';
import { count, jsonText } from '../../../diagnostics/words.js';
import { labelled } from '../../../diagnostics/wrapped.js';
import { rulesOf } from '../../../guest/judge.js';
import { codesLike, isCode } from '../../terminal/codes.js';
import { EXIT } from '../../terminal/exit.js';
import { printLines } from '../../terminal/print.js';
import type { CommonOptions } from '../../terminal/report.js';
import { TOPICS } from '../../terminal/topics.js';
import { messageWidth } from '../../terminal/width.js';
import { type Example, exampleOf } from './examples.js';
import { bootedFor, guestFacts, guestLines } from './guest-lines.js';
import { severityOfGuests, severityWords } from './severity.js';

/** Lists every code with its severity and what is wrong with its example, by the room of its rule. */
export function listCodes({ json }: CommonOptions): number {
  if (json) process.stdout.write(jsonText({ schema: 1, codes: codeFacts(), topics: TOPIC_NAMES, diagnostics: [] }));
  else printLines(codeLines(codeFacts()));
  return EXIT.ok;
}

interface CodeFacts {
  readonly code: Code;
  readonly severity: Severity;
  readonly about: string | null;
}

function codeFacts(): CodeFacts[] {
  return (Object.keys(CATALOG) as Code[]).map((code) => ({
    code,
    severity: CATALOG[code].severity,
    about: exampleOf(code)?.about ?? null,
  }));
}

function codeLines(codes: readonly CodeFacts[]): string[] {
  const width = Math.max(...codes.map(({ severity }) => severity.length));
  const line = ({ code, severity, about }: CodeFacts) =>
    `  ${severity.padEnd(width)}  ${code}${about === null ? '' : `: ${about}`}`;
  const rooms = groupBy(codes, ({ code }) => code.slice(0, code.indexOf('/')));
  return [
    ...[...rooms].flatMap(([room, ofRoom]) => [room, ...ofRoom.map(line), '']),
    `Topics: ${TOPIC_NAMES.join(', ')}`,
    `${count(codes.length, 'code')}. \`cppc-acpi explain CODE\` shows an example and its output.`,
  ];
}

const TOPIC_NAMES = Object.keys(TOPICS);

/** Explains a code: its severity, its source, the guests that it concerns, and an example. */
export function explain(code: string, options: CommonOptions): number {
  if (isTopic(code)) return explainTopic(code, options);
  if (!isCode(code)) return EXIT.bug;
  if (options.json) {
    process.stdout.write(jsonText(factsOf(code)));
    return EXIT.ok;
  }
  const { section }: CatalogRow<never> = CATALOG[code];
  const example = exampleOf(code);
  const lines = [
    `${code}: ${severityWords(code)}`,
    ...(section ? [`From: ${section}`] : []),
    ...guestLines(rulesOf(code)),
    ...(example ? ['', ...exampleLines(example)] : []),
  ];
  printLines(lines);
  return EXIT.ok;
}

/** The same for --json. */
function factsOf(code: Code): object {
  const { severity, section }: CatalogRow<never> = CATALOG[code];
  const rules = rulesOf(code);
  const booted = bootedFor(rules);
  const ofGuests = severityOfGuests(code);
  return {
    schema: 1,
    code,
    severity,
    ...(ofGuests && { severity_of_guests: ofGuests }),
    ...(section && { section }),
    guests: guestFacts(rules),
    ...(booted.length > 0 && { booted: kernelsOf(booted), booted_on: Object.fromEntries(booted) }),
    example: exampleOf(code),
    diagnostics: [],
  };
}

function kernelsOf(booted: ReturnType<typeof bootedFor>): string[] {
  return [...new Set(booted.flatMap(([, kernels]) => kernels))];
}

function isTopic(text: string): text is keyof typeof TOPICS {
  return Object.hasOwn(TOPICS, text);
}

function explainTopic(topic: keyof typeof TOPICS, { json }: CommonOptions): number {
  const lines = TOPICS[topic]();
  if (json) process.stdout.write(jsonText({ schema: 1, topic, lines, diagnostics: [] }));
  else printLines(lines);
  return EXIT.ok;
}

function exampleLines(example: Example): string[] {
  const width = messageWidth(process.stdout) - INDENT.length;
  const output = indented(wrappedOutput(example.output, width));
  if (example.kind === 'output') return ['Example output:', '', ...output];
  return [`Example ${INPUTS[example.kind]}:`, '', ...indented(example.input), '', 'Output:', '', ...output];
}

const INPUTS = { spec: 'spec', ASL: 'table, in ASL', bytes: 'table, in hex', command: 'command' } as const;

/** The messages of an output fit the terminal as those of its command do. */
function wrappedOutput(output: string, width: number): string {
  const isMessage = (line: string) => /^(?:(?:error|warning|note)\[| {2}(?:help|spec|from): )/.test(line);
  const lines = output.split('\n').flatMap((line) => (isMessage(line) ? labelled(line, width) : [line]));
  return lines.join('\n');
}

const INDENT = '  ';

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : INDENT + line));
}

/** The reason for a usage error, if any. */
export function explainUsageProblem(code: string): string | undefined {
  if (isCode(code) || isTopic(code)) return undefined;
  return `there is no code "${code}"${codesLike(code, TOPIC_NAMES) || '; `cppc-acpi explain` lists all codes'}`;
}
