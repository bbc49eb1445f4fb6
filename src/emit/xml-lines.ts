import type { XmlElement } from '../hyperv/libvirt-elements.js';

/** An element as lines of XML, two spaces a level. */
export function xmlLines({ name, attributes, children }: XmlElement, indent = ''): string[] {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}='${escaped(value)}'`);
  const start = `${indent}<${name}${words.join('')}`;
  if (children.length === 0) return [`${start}/>`];
  return [`${start}>`, ...children.flatMap((child) => xmlLines(child, `${indent}  `)), `${indent}</${name}>`];
}

/** Text as XML takes it, in an element or between single quotes. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&apos;');
}
