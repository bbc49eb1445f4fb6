// Edits `<qemu:commandline>`. libvirt passes its `<qemu:arg>` elements to QEMU one by one, so an option and its value are two
// elements. The words are read as options first; each option of the spec then replaces the value of the same option that is
// there (the same table, device or property), or is added at the end. Options of an earlier spec that nothing replaces are
// removed. Namespaces are followed by hand: the parser keeps names as written, and the prefix may be any.

import { XmlElement } from '@rgrove/parse-xml';
import { QEMU_NAMESPACE } from '../../grammar/libvirt.js';
import { groupBy } from '../diagnostics/group-by.js';
import { isOurTable } from '../emit/our-tables.js';
import { valueOfKey } from '../emit/qemu-value.js';
import { element } from '../xml/xml-text.js';
import { childrenOf } from './children.js';
import type { Editor } from './editor.js';

/** An option of QEMU with its value, if it has one. */
export type Option = readonly [option: string, value?: string];

/** An option in `<qemu:commandline>`, with the elements of the option and its value. */
interface PassedOption {
  readonly option: string;
  readonly value: string;
  readonly elements: readonly [XmlElement, XmlElement?];
}

const USUAL_PREFIX = 'qemu';

/** The options in every `<qemu:commandline>`, with any prefix of the namespace. */
export function passedOptions(root: XmlElement): PassedOption[] {
  return optionsIn(passedWords(root));
}

/** The element of the value, at which a problem of an option is reported. */
export function valueElement({ elements: [word, value] }: PassedOption): XmlElement {
  return value ?? word;
}

/** The arguments in every `<qemu:commandline>`. */
export function passedWords(root: XmlElement): XmlElement[] {
  return commandLines(root).flatMap((line) => childrenOf(line).filter((one) => isOf(one, 'arg')));
}

function optionsIn(words: readonly XmlElement[]): PassedOption[] {
  const options: PassedOption[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word, next] = words.slice(i, i + 2);
    if (!word) break;
    const value = next?.attributes['value'] ?? '-';
    const hasValue = next !== undefined && !value.startsWith('-');
    options.push({
      option: (word.attributes['value'] ?? '').replace(/^--/, '-'),
      value: hasValue ? value : '',
      elements: hasValue ? [word, next] : [word],
    });
    if (hasValue) i++;
  }
  return options;
}

/** Groups words into options: a word that does not begin with `-` is the value of the word before it. */
export function optionsOf(words: readonly string[]): Option[] {
  return words.flatMap((word, i): Option[] => {
    if (!word.startsWith('-')) return [];
    const next = words[i + 1];
    return [next === undefined || next.startsWith('-') ? [word] : [word, next]];
  });
}

/** Adds options. Earlier options of this spec get new values or are removed, like `-global` of the given properties. */
export function putOptions(
  editor: Editor,
  root: XmlElement,
  stem: string,
  options: readonly Option[],
  leftProperties: readonly string[] = [],
): void {
  const passed = passedOptions(root);
  const missing: Option[] = [];
  const used = new Set<PassedOption>();
  for (const option of options) {
    const earlier = passed.find((one) => !used.has(one) && isEarlier(one, option, stem));
    if (!earlier) {
      missing.push(option);
      continue;
    }
    used.add(earlier);
    const [[, value], [, element]] = [option, earlier.elements];
    if (element && value !== undefined) editor.setAttribute(element, 'value', value);
  }
  const isLeft = ({ option, value }: PassedOption) => option === '-global' && leftProperties.includes(subjectOf(value));
  const kept = new Set([...used].map(({ elements }) => elements[0]));
  const stale = staleWords(
    passedWords(root),
    (one) => !kept.has(one.elements[0]) && (isOurs(one, stem) || isLeft(one)),
  );
  for (const [line, gone] of groupBy(stale, ({ parent }) => parent)) {
    if (line instanceof XmlElement) editor.remove(gone, line, missing.length === 0);
  }
  addOptions(editor, root, missing);
}

/** Removing words can turn a stray word into the value of an earlier option, so the rest is read again. */
function staleWords(words: readonly XmlElement[], isStale: (one: PassedOption) => boolean): readonly XmlElement[] {
  const stale = new Set<XmlElement>();
  for (let before = -1; before < stale.size; ) {
    before = stale.size;
    const left = optionsIn(words.filter((one) => !stale.has(one)));
    for (const { elements } of left.filter(isStale)) for (const one of elements) if (one) stale.add(one);
  }
  return [...stale];
}

/** Whether a passed option sets the same table, device or property, perhaps to another value. */
function isEarlier(passed: PassedOption, wanted: Option, stem: string): boolean {
  const [option, value] = wanted;
  if (passed.option !== option || passed.elements.length !== wanted.length) return false;
  if (value === undefined) return true;
  if (isOurs({ ...passed, value }, stem)) return isOurs(passed, stem);
  return subjectOf(passed.value) === subjectOf(value);
}

/** The subject of a value: `driver.property` of `-global`. */
function subjectOf(value: string): string {
  return /^[^,=]*/.exec(value)?.[0] ?? '';
}

/** Whether the option loads a table of this spec or the device, which a machine has only once. */
function isOurs({ option, value, elements }: PassedOption, stem: string): boolean {
  if (elements.length < 2) return false;
  if (option === '-acpitable') return isOurTable(valueOfKey(value, 'file') ?? '', stem);
  return option === '-device' && /^(?:driver=)?acpi-cppc(?:,|$)|^\{.*"driver"\s*:\s*"acpi-cppc"/s.test(value);
}

function addOptions(editor: Editor, root: XmlElement, options: readonly Option[]): void {
  if (options.length === 0) return;
  const line = commandLines(root).at(-1);
  const prefix = line ? prefixOf(line) : freePrefix(root);
  const isDeclared = namespaceOf(line ?? root, prefix) !== undefined;
  if (!isDeclared) editor.setAttribute(root, `xmlns:${prefix}`, QEMU_NAMESPACE);
  const name = (local: string) => (prefix === '' ? local : `${prefix}:${local}`);
  const words = options.flatMap((one) => one.flatMap((value) => element(name('arg'), { value: value ?? '' })));
  if (line) editor.append(line, words);
  else editor.addToRoot(element(name('commandline'), {}, words));
}

/** The prefix that the root binds to QEMU's namespace, else a prefix that it does not bind. */
function freePrefix(root: XmlElement): string {
  // A prefix does not start with a digit and has no colon, although other XML names can.
  const prefixes = Object.keys(root.attributes).flatMap((name) => /^xmlns:([\p{L}_][^:]*)$/u.exec(name)?.[1] ?? []);
  const bound = prefixes.find((prefix) => root.attributes[`xmlns:${prefix}`] === QEMU_NAMESPACE);
  if (bound !== undefined) return bound;
  let prefix = USUAL_PREFIX;
  while (prefixes.includes(prefix)) prefix += '-kvm';
  return prefix;
}

function commandLines(root: XmlElement): XmlElement[] {
  return childrenOf(root).filter((one) => isOf(one, 'commandline'));
}

/** Whether an element has this name in QEMU's namespace. An undeclared `qemu:` counts; its declaration is added later. */
function isOf(element: XmlElement, local: string): boolean {
  const prefix = prefixOf(element);
  const name = prefix === '' ? element.name : element.name.slice(prefix.length + 1);
  if (name !== local) return false;
  return (namespaceOf(element, prefix) ?? (prefix === USUAL_PREFIX ? QEMU_NAMESPACE : '')) === QEMU_NAMESPACE;
}

function prefixOf({ name }: XmlElement): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
}

function namespaceOf(element: XmlElement, prefix: string): string | undefined {
  const declared = element.attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`];
  if (declared !== undefined || !(element.parent instanceof XmlElement)) return declared;
  return namespaceOf(element.parent, prefix);
}
