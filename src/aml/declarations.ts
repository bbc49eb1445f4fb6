import { METHOD_FLAGS, OBJECT_TYPES, PREDEFINED_METHODS } from '../../grammar/aml-terms.js';
import type { ByteReader } from './bytes.js';
import { fieldUnits } from './field-list.js';
import { findName, type NameNode, placeName, rootName } from './name-tree.js';
import type { DefinedTerm } from './tree.js';

/** What tables have named so far, as far as decoding needs it. */
export interface Declarations {
  /** How many arguments follow the name; 0 for all but methods. */
  argumentsOf(name: string): number;
  /** `body` is what the term was read from, at its end. */
  declare(node: DefinedTerm, body: ByteReader): void;
  /** The scope that a block has; the result leaves it. */
  enter(name: string, existing: boolean): () => void;
  /** Makes the node of a method; the result enters its body later, and forgets what the body has named when left. */
  methodScope(name: string): () => () => void;
}

interface Declared {
  readonly args: number;
  /** False for what only an External names. */
  readonly defined: boolean;
}

type Node = NameNode<Declared>;

const METHOD_TYPE = OBJECT_TYPES.find((row) => row.asl === 'MethodObj')?.id;
const OTHER: Declared = { args: 0, defined: true };

export function declarations(): Declarations {
  const root = rootName<Declared>();
  for (const row of PREDEFINED_METHODS) placeName(row.name, root).value = { args: row.arguments, defined: true };
  let scope = root;
  let inMethod: Node[] | undefined;

  const put = (name: string, value: Declared): Node => {
    const node = placeName(name, scope);
    // What is defined first stays: ACPICA refuses the second. An External gives way to what it means.
    if (node.value?.defined || (node.value && !value.defined)) return node;
    if (!node.value) inMethod?.push(node);
    node.value = value;
    return node;
  };
  const within = (node: Node): (() => void) => {
    const before = scope;
    scope = node;
    return () => {
      scope = before;
    };
  };
  const known = (name: string) => findName(name, scope)?.value;
  return {
    argumentsOf: (name) => known(name)?.args ?? 0,
    declare: (node, body) => declare(node, body, put, known),
    enter: (name, existing) => within((existing && findName(name, scope, () => true)) || put(name, OTHER)),
    methodScope: (name) => {
      const node = placeName(name, scope);
      return () => {
        const leave = within(node);
        const outside = inMethod;
        const here: Node[] = [];
        inMethod = here;
        return () => {
          for (const one of here) one.parent?.children?.delete(one.segment);
          inMethod = outside;
          leave();
        };
      };
    },
  };
}

function declare(
  node: DefinedTerm,
  body: ByteReader,
  put: (name: string, value: Declared) => void,
  known: (name: string) => Declared | undefined,
): void {
  switch (node.term) {
    case 'DefMethod':
      return put(node.name, { args: node.methodFlags & METHOD_FLAGS.argCountMask, defined: true });
    case 'DefExternal':
      return put(node.name, { args: node.objectType === METHOD_TYPE ? node.argumentCount : 0, defined: false });
    case 'DefAlias':
      return put(node.name, known(node.source) ?? OTHER);
    case 'DefField':
    case 'DefIndexField':
    case 'DefBankField':
      for (const { name } of fieldUnits(body.again(node.fieldList.length))) put(name, OTHER);
      return;
    case 'DefScope':
      return;
    default:
      if ('name' in node) put(node.name, OTHER);
  }
}
