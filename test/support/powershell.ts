// What is wrong with a PowerShell script, by a grammar of PowerShell and by the words that the script may use. PowerShell itself is
// in no registry that the tests reach; the grammar is that of tree-sitter, which Visual Studio Code uses.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { outside } from './outside.js';

interface Node {
  readonly type: string;
  readonly text: string;
  readonly hasError: boolean;
  readonly namedChildren: readonly Node[];
  readonly parent: Node | null;
}

interface TreeSitter {
  readonly Parser: (new () => {
    setLanguage(language: unknown): void;
    parse(text: string): { readonly rootNode: Node };
  }) & {
    init(options: { locateFile: () => string }): Promise<void>;
  };
  readonly Language: { load(file: string): Promise<unknown> };
}

/** Cmdlets of Windows PowerShell 5.1 with the parameters that are used, and how many other words may follow. */
const CMDLETS: Readonly<Record<string, { readonly parameters: readonly string[]; readonly words: number }>> = {
  'ForEach-Object': { parameters: [], words: 1 },
  'Get-CimInstance': { parameters: [], words: 1 },
  'Get-ItemProperty': { parameters: [], words: 1 },
  'Get-PnpDevice': { parameters: ['-Class', '-PresentOnly'], words: 1 },
  'Get-WinEvent': { parameters: ['-FilterHashtable', '-MaxEvents'], words: 2 },
  'Sort-Object': { parameters: ['-Unique'], words: 0 },
};

/** Members of .NET, of CIM classes, of records of the event log, and values of the registry. */
const MEMBERS: readonly string[] = [
  ...['CurrentThread', 'CurrentUICulture', 'OSVersion', 'Version', 'ToString', 'Max', 'Escape', 'join', 'replace'],
  ...['HypervisorPresent', 'NumberOfLogicalProcessors', 'Service', 'Message', 'ToXml', 'Replace'],
  ...['UBR', 'ProductName', 'AllowGuestPerfStates'],
];
const TYPES: readonly string[] = ['Environment', 'Math', 'Security.SecurityElement', 'Threading.Thread'];
const AUTOMATIC: readonly string[] = ['$_', '$ErrorActionPreference'];
/** Arguments without quotes. */
const BARE_WORDS: readonly string[] = ['Processor', 'Win32_ComputerSystem'];
/** Text of an expandable string outside of its variables: a name and `=`, or elements of XML. */
const PLAIN_TEXT = /^[\w=.<>/]*$/;

/** A parser that can be used again and again. */
export async function powerShellParser(): Promise<(script: string) => Node> {
  const folder = dirname(outside('powershell-grammar'));
  const { Parser, Language } = createRequire(import.meta.url)(join(folder, 'tree-sitter.cjs')) as TreeSitter;
  await Parser.init({ locateFile: () => join(folder, 'tree-sitter.wasm') });
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(folder, 'tree-sitter-powershell.wasm')));
  return (script) => parser.parse(script).rootNode;
}

export function complaintsAbout(root: Node): string[] {
  if (root.hasError) return ['it does not parse'];
  const nodes = [...nodesOf(root)];
  return [...nodes.flatMap(complaintOf), ...unassigned(nodes)];
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.namedChildren) yield* nodesOf(child);
}

function complaintOf(node: Node): string[] {
  switch (node.type) {
    case 'command':
      return commandComplaints(node);
    case 'simple_name':
      return MEMBERS.includes(node.text) || node.parent?.type === 'key_expression' ? [] : [`member ${node.text}`];
    case 'type_spec':
      return TYPES.includes(node.text) ? [] : [`type ${node.text}`];
    case 'generic_token':
      return BARE_WORDS.includes(node.text) ? [] : [`word ${node.text}`];
    case 'string_literal':
      return node.text.length > 2 ? [] : ['empty text'];
    case 'expandable_string_literal':
      return node.text !== `"${plainTextOf(node)}"` && PLAIN_TEXT.test(plainTextOf(node)) ? [] : [`text ${node.text}`];
    case 'redirection':
      return ['it redirects'];
    default:
      return [];
  }
}

function commandComplaints(node: Node): string[] {
  const below = [...nodesOf(node)].slice(1);
  const own = below.find(({ type }) => type === 'command_name' || type === 'foreach_command');
  // The grammar has ForEach-Object and its aliases as a command of their own.
  const name = own?.text.split(/\s/, 1)[0] ?? node.text;
  const cmdlet = CMDLETS[name];
  if (!cmdlet) return [`command ${name}`];
  const elements = node.namedChildren.find(({ type }) => type === 'command_elements')?.namedChildren ?? [];
  const words = elements.filter(({ type }) => type !== 'command_argument_sep' && type !== 'command_parameter');
  const parameters = elements.filter(({ type }) => type === 'command_parameter').map(({ text }) => text);
  return [
    ...parameters.filter((one) => !cmdlet.parameters.includes(one)).map((one) => `${name} ${one}`),
    ...(words.length > cmdlet.words ? [`${name} with ${words.length} words`] : []),
  ];
}

/** The text between the quotes without what PowerShell replaces. */
function plainTextOf(node: Node): string {
  return node.namedChildren
    .filter(({ type }) => type === 'sub_expression' || type === 'variable')
    .reduce((text, { text: replaced }) => text.replace(replaced, ''), node.text)
    .slice(1, -1);
}

/** Variables that no line before has assigned. */
function unassigned(nodes: readonly Node[]): string[] {
  const assigned = new Set(AUTOMATIC);
  return nodes.flatMap((node) => {
    if (node.type === 'assignment_expression') assigned.add(node.text.split(/\s/, 1)[0] ?? '');
    return node.type === 'variable' && !assigned.has(node.text) ? [`variable ${node.text}`] : [];
  });
}
