import { groupBy } from '../diagnostics/group-by.js';
// Collects edits of a text as ranges with their replacement, and splices them in at the end. Offsets always count in the
// original text, so edits do not depend on each other; `finish` sorts them. New elements copy the style of the document:
// each goes on a line of its own with the indent of its siblings, unless they share a line.

import { type XmlElement, XmlText } from '@rgrove/parse-xml';
import { DOMAIN_CHILDREN } from '../../grammar/libvirt.js';
import { childrenText, elementText, escaped, type Style, type XmlNode } from '../xml/xml-text.js';
import { childrenOf, endWithComments, pathOf, writtenIn } from './children.js';
import type { DomainXml } from './domain-xml.js';
import { startTagAt } from './start-tag.js';
import { indentOf, newlineStart, styleOf } from './xml-style.js';

/** A change of a domain, for the report. */
export interface Change {
  readonly how: 'added' | 'changed' | 'removed';
  readonly what: string;
  /** XPath of the changed element. */
  readonly where: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits by position; an insertion before a removed element comes first. */
function byPosition(a: Edit & { order: number }, b: Edit & { order: number }): number {
  return a.start - b.start || a.end - b.end || a.order - b.order;
}

/** Collects changes of a domain and applies them to its text; every other byte stays. */
export class Editor {
  readonly #xml: DomainXml;
  readonly #style: Style;
  readonly #edits: Edit[] = [];
  readonly #ofRoot: XmlNode[] = [];
  readonly #emptied: XmlElement[] = [];
  readonly changes: Change[] = [];

  constructor(xml: DomainXml) {
    this.#xml = xml;
    this.#style = styleOf(xml);
  }

  /** Adds a child to the root, at the position where libvirt writes it. */
  addToRoot(element: XmlNode): void {
    this.#ofRoot.push(element);
    this.#record('added', this.#plain(element), pathOf(this.#xml.root));
  }

  /** Adds elements after the last child of a parent. Call it once for each parent. */
  append(parent: XmlElement, elements: readonly XmlNode[]): void {
    if (elements.length === 0) return;
    for (const element of elements) this.#record('added', this.#plain(element), pathOf(parent));
    this.#putLast(parent, elements);
  }

  setAttribute(element: XmlElement, name: string, value: string): void {
    const before = element.attributes[name];
    if (before === value) return;
    const change = `${name}='${value}'${before === undefined ? '' : ` instead of '${before}'`}`;
    this.#record(before === undefined ? 'added' : 'changed', change, pathOf(element));
    const { attributes, nameEnd } = startTagAt(this.#xml.text, element.start);
    const own = attributes.find((one) => one.name === name);
    if (own) return this.#edit(own.valueStart, own.valueEnd, escaped(value, own.quote));
    const last = attributes.at(-1);
    const quote = last?.quote ?? this.#style.quote;
    const at = last?.end ?? nameEnd;
    this.#edit(at, at, `${last?.space ?? ' '}${name}=${quote}${escaped(value, quote)}${quote}`);
  }

  /** Replaces the text of an element; comments in it stay. */
  setText(element: XmlElement, text: string): void {
    const before = element.text.trim();
    if (before === text) return;
    this.#record('changed', `${text} instead of ${before}`, pathOf(element));
    const texts = element.children.filter((one) => one instanceof XmlText);
    for (const [i, { start, end }] of texts.entries()) this.#edit(start, end, i === 0 ? escaped(text) : '');
  }

  /** Removes elements, and with `withParent` a parent that has nothing else. */
  remove(elements: readonly XmlElement[], parent: XmlElement, withParent = false): void {
    if (elements.length === 0) return;
    const [where, gone] = [pathOf(parent), new Set<object>(elements)];
    for (const one of elements) this.#record('removed', this.#xml.text.slice(one.start, one.end), where);
    const isAll = writtenIn(parent).every((one) => gone.has(one));
    if (isAll && !withParent) this.#emptied.push(parent);
    for (const one of isAll && withParent ? [parent] : elements) {
      const ownLine = indentOf(this.#xml.text, one.start) !== undefined;
      this.#edit(ownLine ? newlineStart(this.#xml.text, one.start) : one.start, one.end, '');
    }
  }

  /** The text with all edits applied, and where each of its bytes that was kept stands in the original. */
  finish(): { readonly text: string; readonly originalOf: (offset: number) => number | undefined } {
    this.#placeInRoot();
    for (const element of this.#emptied) this.#closeIfEmpty(element);
    const kept: { readonly start: number; readonly end: number; readonly shift: number }[] = [];
    let [text, at] = ['', 0];
    const edits = this.#edits.map((edit, order) => ({ ...edit, order }));
    for (const { start, end, text: put } of edits.sort(byPosition)) {
      kept.push({ start: text.length, end: text.length + Math.max(0, start - at), shift: at - text.length });
      text += this.#xml.text.slice(at, start) + put;
      at = end;
    }
    kept.push({ start: text.length, end: Number.POSITIVE_INFINITY, shift: at - text.length });
    const originalOf = (offset: number) => {
      const part = kept.find(({ start, end }) => start <= offset && offset < end);
      return part && offset + part.shift;
    };
    return { text: text + this.#xml.text.slice(at), originalOf };
  }

  /** An element whose children were on lines of their own, and that gets no new ones, ends with its start tag. */
  #closeIfEmpty(element: XmlElement): void {
    const { start, end } = this.#contentOf(element);
    const inside = this.#edits.filter((edit) => edit.start >= start && edit.end <= end);
    const isLine = element.children.some((one) => one instanceof XmlText && one.text.includes('\n'));
    const hasText = element.children.some((one) => one instanceof XmlText && one.text.trim() !== '');
    if (!isLine || hasText || inside.some(({ text }) => text !== '')) return;
    for (const edit of inside) this.#edits.splice(this.#edits.indexOf(edit), 1);
    this.#edit(start - 1, element.end, '/>');
  }

  /** Elements that follow the same child go there in one edit, to keep their order. */
  #placeInRoot(): void {
    const { root } = this.#xml;
    const rank = ({ name }: { name: string }) => {
      const place = (DOMAIN_CHILDREN as readonly string[]).indexOf(name);
      return place < 0 ? DOMAIN_CHILDREN.length : place;
    };
    const inOrder = [...this.#ofRoot].sort((a, b) => rank(a) - rank(b));
    const behind = groupBy(inOrder, (element) => childrenOf(root).findLast((one) => rank(one) <= rank(element)));
    for (const [before, elements] of behind) {
      if (before) this.#putBehind(before, elements, this.#indent(before) ?? this.#indentAtLineEnd(before));
      else this.#putLast(root, elements);
    }
  }

  #putLast(parent: XmlElement, elements: readonly XmlNode[]): void {
    const written = writtenIn(parent);
    const last = childrenOf(parent).at(-1) ?? written.findLast((one) => this.#indent(one) !== undefined);
    if (last) return this.#putBehind(written.at(-1) ?? last, elements, this.#indent(last));
    const indent = this.#indent(parent);
    const own = indent === undefined ? '' : this.#style.newline + indent;
    const text = childrenText(elements, this.#style, indent);
    const { close, isEmpty } = startTagAt(this.#xml.text, parent.start);
    if (isEmpty) return this.#edit(close, close + 2, `>${text}${own}</${parent.name}>`);
    const { start, end } = this.#contentOf(parent);
    const content = this.#xml.text.slice(start, end);
    const kept = start + content.trimEnd().length;
    if (content.slice(kept - start).includes('\n')) this.#edit(kept, kept, text);
    else this.#edit(end, end, text + own);
  }

  #putBehind(
    sibling: Parameters<typeof endWithComments>[0],
    elements: readonly XmlNode[],
    indent = this.#indent(sibling),
  ): void {
    const at = endWithComments(sibling);
    const before = indent === undefined ? '' : this.#style.newline + indent;
    this.#edit(at, at, elements.map((one) => before + elementText(one, this.#style, indent)).join(''));
  }

  /** The indent for a new line after a child that ends its line. */
  #indentAtLineEnd(child: XmlElement): string | undefined {
    if (!/^[ \t]*\r?\n/.test(this.#xml.text.slice(endWithComments(child), endWithComments(child) + 200)))
      return undefined;
    const indents = childrenOf(this.#xml.root).map((one) => this.#indent(one));
    return indents.find((indent) => indent !== undefined);
  }

  /** The content between the tags of a nonempty element. */
  #contentOf(element: XmlElement): { start: number; end: number } {
    const { text } = this.#xml;
    const tag = startTagAt(text, element.start);
    return { start: tag.close + 1, end: text.lastIndexOf('</', element.end - 1) };
  }

  #indent({ start }: { start: number }): string | undefined {
    return indentOf(this.#xml.text, start);
  }

  #plain(element: XmlNode): string {
    return elementText(element, { ...this.#style, quote: "'" });
  }

  #record(how: Change['how'], what: string, where: string): void {
    this.changes.push({ how, what, where });
  }

  #edit(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }
}
