// The namespace as ACPICA has it: a tree of segments of four characters. ACPI 6.6 §5.3.

/** A segment with what stands there; `value` is undefined where only something below it is known. */
export interface NameNode<T> {
  readonly segment: string;
  readonly parent: NameNode<T> | undefined;
  children: Map<string, NameNode<T>> | undefined;
  value: T | undefined;
  /** What pathOfName has made; code asks for the same paths again and again, and each is made of the one above. */
  path: string | undefined;
}

export function rootName<T>(): NameNode<T> {
  return { segment: '\\', parent: undefined, children: undefined, value: undefined, path: undefined };
}

/** A NameString in its parts: `^^PR00._CPC` goes up two scopes. */
interface NameParts {
  readonly absolute: boolean;
  readonly ups: number;
  readonly segments: readonly string[];
}

// Names repeat a thousand times in a table; hostile ones must not fill the memory.
const MOST_REMEMBERED = 50_000;
const remembered = new Map<string, NameParts>();

function nameParts(name: string): NameParts {
  const known = remembered.get(name);
  if (known) return known;
  const absolute = name.startsWith('\\');
  let ups = 0;
  while (name[ups] === '^') ups++;
  const path = name.slice(absolute ? 1 : ups);
  const parts = { absolute, ups, segments: path === '' ? [] : path.split('.') };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(name, parts);
  return parts;
}

/**
 * The node that a name means in a scope. A single segment is also searched in the scopes above; `isThere` says which
 * nodes count. ACPI 6.6 §5.3.
 */
export function findName<T>(
  name: string,
  scope: NameNode<T>,
  isThere: (node: NameNode<T>) => boolean = hasValue,
): NameNode<T> | undefined {
  const { absolute, ups, segments } = nameParts(name);
  const [segment] = segments;
  if (!absolute && ups === 0 && segments.length === 1 && segment !== undefined)
    return searched(segment, scope, isThere);
  let node = startOf(absolute, ups, scope);
  for (const one of segments) node = node?.children?.get(one);
  return node && (segments.length === 0 || isThere(node)) ? node : undefined;
}

function hasValue<T>(node: NameNode<T>): boolean {
  return node.value !== undefined;
}

function searched<T>(
  segment: string,
  scope: NameNode<T>,
  isThere: (node: NameNode<T>) => boolean,
): NameNode<T> | undefined {
  for (let node: NameNode<T> | undefined = scope; node; node = node.parent) {
    const found = node.children?.get(segment);
    if (found && isThere(found)) return found;
  }
  return undefined;
}

/** Where a path begins; undefined above the root. */
function startOf<T>(absolute: boolean, ups: number, scope: NameNode<T>): NameNode<T> | undefined {
  let node: NameNode<T> | undefined = scope;
  if (absolute) while (node.parent) node = node.parent;
  for (let i = 0; i < ups; i++) node = node?.parent;
  return node;
}

/** The node of a name that is defined in a scope, made where it is missing; a path above the root begins at the root. */
export function placeName<T>(name: string, scope: NameNode<T>): NameNode<T> {
  const { absolute, ups, segments } = nameParts(name);
  let node = startOf(absolute, ups, scope) ?? (startOf(true, 0, scope) as NameNode<T>);
  for (const segment of segments) node = childOf(node, segment);
  return node;
}

function childOf<T>(parent: NameNode<T>, segment: string): NameNode<T> {
  parent.children ??= new Map();
  const known = parent.children.get(segment);
  if (known) return known;
  const child = { segment, parent, children: undefined, value: undefined, path: undefined };
  parent.children.set(segment, child);
  return child;
}

/** `\_SB.PR00._CPC` */
export function pathOfName<T>(node: NameNode<T>): string {
  if (!node.parent) return '\\';
  if (node.path === undefined) {
    const above = pathOfName(node.parent);
    node.path = above === '\\' ? `\\${node.segment}` : `${above}.${node.segment}`;
  }
  return node.path;
}

/** The path that a name means in a scope; a single segment, which is searched, stays as it is. */
export function absoluteName<T>(name: string, scope: NameNode<T>): string {
  const { absolute, ups, segments } = nameParts(name);
  if (!absolute && ups === 0 && segments.length < 2) return name;
  const above = pathOfName(startOf(absolute, ups, scope) ?? (startOf(true, 0, scope) as NameNode<T>));
  return segments.length === 0 ? above : `${above === '\\' ? '\\' : `${above}.`}${segments.join('.')}`;
}
