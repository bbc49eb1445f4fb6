import { isDefined } from '../aml/term.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';

/** A named object and its position in the namespace. */
interface NamedObject {
  /** Absolute, as `\_SB.CPUS.C000._CPC`. */
  readonly path: string;
  readonly node: NodeOf<'DefName'> | NodeOf<'DefMethod'>;
  /** The scope of the definition; inside a method, the method. */
  readonly scope: string;
}

type Namespace = ReadonlyMap<string, readonly NamedObject[]>;

/**
 * Every Name and Method of the tables by path, also by the paths of Aliases; conditional code may define a path twice.
 * ACPI 6.6 §5.3.
 */
export function namespaceOf(tables: readonly (readonly AmlNode[])[]): Namespace {
  const objects = new Map<string, NamedObject[]>();
  const aliases: { readonly path: string; readonly source: string; readonly scope: string }[] = [];
  const visit = (node: AmlNode, scope: string): void => {
    const path = isDefined(node) && 'name' in node ? absolute(node.name, scope) : scope;
    if (node.term === 'DefName' || node.term === 'DefMethod') {
      const known = objects.get(path);
      const object = { path, node, scope };
      if (known) known.push(object);
      else objects.set(path, [object]);
    }
    if (node.term === 'DefAlias') aliases.push({ path, source: node.source, scope });
    const inner = OPENS_SCOPE.has(node.term) ? path : scope;
    for (const one of innerNodes(node)) visit(one, inner);
  };
  for (const terms of tables) for (const term of terms) visit(term, '\\');
  for (const { path, source, scope } of aliases) {
    objects.set(path, [...(objects.get(path) ?? []), ...lookUp(objects, source, scope)]);
  }
  return objects;
}

const OPENS_SCOPE = new Set<string>([
  'DefScope',
  'DefDevice',
  'DefProcessor',
  'DefMethod',
  'DefPowerRes',
  'DefThermalZone',
]);

/** The absolute path of a name in a scope. ACPI 6.6 §5.3. */
export function absolute(name: string, scope: string): string {
  if (name.startsWith('\\')) return name;
  const ups = /^\^*/.exec(name)?.[0].length ?? 0;
  let base = scope;
  for (let i = 0; i < ups; i++) base = parentOf(base);
  const rest = name.slice(ups);
  if (rest === '') return base;
  return base === '\\' ? `\\${rest}` : `${base}.${rest}`;
}

export function parentOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '\\' : path.slice(0, dot);
}

/** The objects of a reference: a single segment is also searched in the scopes above. ACPI 6.6 §5.3. */
export function lookUp(namespace: Namespace, name: string, scope: string): readonly NamedObject[] {
  const direct = namespace.get(absolute(name, scope));
  if (direct || name.includes('.') || name.startsWith('\\') || name.startsWith('^')) return direct ?? [];
  return scope === '\\' ? [] : lookUp(namespace, name, parentOf(scope));
}
