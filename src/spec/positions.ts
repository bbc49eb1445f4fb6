// Where each key of a spec stands in its text. toml-eslint-parser gives a syntax tree with positions; the walk over it
// turns each node into the path that the spec reader uses (`core`, 0, `highest_perf`) and keeps the first position of
// each path. It also keeps every integer and float literal with its path, for toml.ts. A diagnostic about a key that is
// missing gets the position of the nearest ancestor that is there. The parser is loaded only when it is needed, since
// most runs have no diagnostics and its start-up time is measurable.

import type { AST } from 'toml-eslint-parser';
import type { SpecPath } from '../diagnostics/diagnostic.js';

/** Lines and columns count from 1; `endColumn` is the first column behind. */
interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A number of the text, with the exact value of an integer. */
export interface Literal {
  readonly path: SpecPath;
  readonly kind: 'integer' | 'float';
  readonly value: bigint;
}

export interface TomlIndex {
  /** The position of the key or element, or of its nearest ancestor; undefined if there is neither. */
  readonly positionOf: (path: SpecPath) => Position | undefined;
  readonly literals: readonly Literal[];
}

/** Values nested deeper than any spec has them are not indexed. */
const DEEPEST = 32;

/** What a walk over the syntax tree collects. */
interface Collected {
  /** By the JSON text of the path. */
  readonly positions: Map<string, Position>;
  readonly literals: Literal[];
}

/** Positions and exact literals, which @iarna/toml does not keep. Throws toml-eslint-parser's ParseError. */
export async function indexToml(text: string): Promise<TomlIndex> {
  const { parseTOML } = await import('toml-eslint-parser');
  const collected: Collected = { positions: new Map(), literals: [] };
  const [top] = parseTOML(text, { tomlVersion: '1.0' }).body;
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') {
      addKeyValues(collected, [], [node]);
    } else {
      addKeyPositions(collected, node.resolvedKey, node.key, node.key);
      addKeyValues(collected, node.resolvedKey, node.body);
    }
  }
  const { literals, positions } = collected;
  return { literals, positionOf: (path) => nearest(positions, path) };
}

/** A key's position is that of `key = value`. */
function addKeyValues(collected: Collected, path: SpecPath, body: readonly AST.TOMLKeyValue[]): void {
  for (const node of body) {
    const at = [...path, ...namesOf(node.key)];
    addKeyPositions(collected, at, node.key, node);
    addContent(collected, at, node.value);
  }
}

/**
 * A key makes every table on its way: `[cores]` and `cores.x = 1` are where `cores` begins, and `[[cores]]` is where the array
 * and its element do.
 */
function addKeyPositions(collected: Collected, path: SpecPath, key: AST.TOMLKey, whole: AST.TOMLNode): void {
  let part = key.keys.length;
  for (let length = path.length; length > 0; length--) {
    const isLast = length === path.length || typeof path[length] === 'number';
    const node = isLast && part === key.keys.length ? whole : key.keys[part - 1];
    if (node && part > 0) addPosition(collected, path.slice(0, length), node);
    if (typeof path[length - 1] === 'string') part--;
  }
}

function addContent(collected: Collected, path: SpecPath, node: AST.TOMLContentNode): void {
  if (path.length > DEEPEST) return;
  if (node.type === 'TOMLArray') addElements(collected, path, node.elements);
  else if (node.type === 'TOMLInlineTable') addKeyValues(collected, path, node.body);
  else if (node.kind === 'integer') collected.literals.push({ path, kind: 'integer', value: node.bigint });
  else if (node.kind === 'float') collected.literals.push({ path, kind: 'float', value: 0n });
}

function addElements(collected: Collected, path: SpecPath, elements: readonly AST.TOMLContentNode[]): void {
  for (const [i, element] of elements.entries()) {
    addPosition(collected, [...path, i], element);
    addContent(collected, [...path, i], element);
  }
}

/** The first of several places counts: `[a.b]` in front of `[a]` is where `a` begins. */
function addPosition({ positions }: Collected, path: SpecPath, node: AST.TOMLNode): void {
  const key = JSON.stringify(path);
  if (!positions.has(key)) positions.set(key, positionOfNode(node));
}

function namesOf(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
}

function positionOfNode({ loc }: AST.TOMLNode): Position {
  return {
    line: loc.start.line,
    column: loc.start.column + 1,
    endLine: loc.end.line,
    endColumn: loc.end.column + 1,
  };
}

function nearest(positions: ReadonlyMap<string, Position>, path: SpecPath): Position | undefined {
  for (let length = path.length; length > 0; length--) {
    const position = positions.get(JSON.stringify(path.slice(0, length)));
    if (position) return position;
  }
  return undefined;
}
