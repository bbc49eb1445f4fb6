import type { AST } from 'toml-eslint-parser';
import type { SpecPath } from '../diagnostics/diagnostic.js';

/** Lines and columns count from 1; `endColumn` is the first column behind. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A value as it stands in the text. */
export interface Literal {
  readonly path: SpecPath;
  readonly kind: 'integer' | 'float' | 'other';
  readonly value: bigint;
}

export interface TomlIndex {
  /** Where the key or element stands, or the nearest ancestor of one that is not there; undefined where none is. */
  readonly positionOf: (path: SpecPath) => Position | undefined;
  readonly literals: readonly Literal[];
}

/** Values nested deeper than any spec has them are not indexed. */
const DEEPEST = 32;

/** Positions and exact literals, which @iarna/toml does not keep. Throws toml-eslint-parser's ParseError. */
export async function indexToml(text: string): Promise<TomlIndex> {
  const { parseTOML } = await import('toml-eslint-parser');
  const positions = new Map<string, Position>();
  const literals: Literal[] = [];

  const keep = (path: SpecPath, node: AST.TOMLNode) => {
    const key = JSON.stringify(path);
    if (!positions.has(key)) positions.set(key, positionOfNode(node));
  };

  const content = (path: SpecPath, node: AST.TOMLContentNode) => {
    if (path.length > DEEPEST) return;
    if (node.type === 'TOMLArray')
      for (const [i, element] of node.elements.entries()) value([...path, i], element, element);
    else if (node.type === 'TOMLInlineTable') keyValues(path, node.body);
    else if (node.kind === 'integer') literals.push({ path, kind: 'integer', value: node.bigint });
    else if (node.kind === 'float') literals.push({ path, kind: 'float', value: 0n });
  };

  const value = (path: SpecPath, place: AST.TOMLNode, node: AST.TOMLContentNode) => {
    keep(path, place);
    content(path, node);
  };

  const keyValues = (path: SpecPath, body: readonly AST.TOMLKeyValue[]) => {
    for (const node of body) value([...path, ...namesOf(node.key)], node, node.value);
  };

  const [top] = parseTOML(text, { tomlVersion: '1.0' }).body;
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') {
      keyValues([], [node]);
    } else {
      keep(node.resolvedKey, node.key);
      keyValues(node.resolvedKey, node.body);
    }
  }
  return { literals, positionOf: (path) => nearest(positions, path) };
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
