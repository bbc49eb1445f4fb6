import { type EnlightenmentKey, QEMU_CPU_TYPE } from '../../grammar/enlightenments.js';
import type { Release } from '../../grammar/release.js';
import { type Enlightenments, flagName, rowOf } from './enlightenments.js';
import { splitBySupport } from './libvirt-elements.js';

/** Elements and options of an earlier edit that contradict the new ones. */
export interface Leftovers {
  readonly elements: readonly ElementPlace[];
  /** Properties of `-global`, such as `x86_64-cpu.hv-ipi`. */
  readonly properties: readonly string[];
}

type Attributes = Readonly<Record<string, string>>;

/** An element: the names on the path from the root, and the attributes that identify it. */
interface ElementPlace {
  readonly path: readonly string[];
  readonly attributes: Attributes;
  /** With these attributes the element turns the flag off, so it can stay. */
  readonly harmlessWith?: Attributes;
}

/** Leftovers of flags that are off now, or that this libvirt sets in the other way: by an element or by an option. */
export function leftovers({ on, off }: Pick<Enlightenments, 'on' | 'off'>, libvirt: Release): Leftovers {
  const { elements, options } = splitBySupport(on, libvirt);
  const passthrough = on.some(({ key }) => key === 'passthrough');
  const places = [...options.flatMap(({ key }) => elementPlaces(key)), ...off.flatMap(placesWhenOff)];
  return {
    elements: passthrough ? [] : outermost(places),
    properties: [...elements.map(({ key }) => key), ...off].map((key) => `${QEMU_CPU_TYPE}.${flagName(key)}`),
  };
}

function elementPlaces(key: EnlightenmentKey): ElementPlace[] {
  const { libvirt } = rowOf(key);
  switch (libvirt?.in) {
    case 'hyperv':
      return [{ path: ['features', 'hyperv', libvirt.element], attributes: {} }];
    case 'part':
      return elementPlaces(libvirt.of as EnlightenmentKey).map(({ path }) => ({
        path: [...path, libvirt.element],
        attributes: {},
      }));
    case 'timer':
      return [{ path: ['clock', 'timer'], attributes: { name: 'hypervclock' } }];
    case 'panic':
      return [{ path: ['devices', 'panic'], attributes: { model: 'hyperv' } }];
    default:
      return [];
  }
}

function placesWhenOff(key: EnlightenmentKey): ElementPlace[] {
  const { libvirt } = rowOf(key);
  if (libvirt?.in === 'panic') return elementPlaces(key);
  const harmlessWith: Attributes = libvirt?.in === 'timer' ? { present: 'no' } : { state: 'off' };
  return elementPlaces(key).map((place) => ({ ...place, harmlessWith }));
}

/** Removing an element removes its children. */
function outermost(places: readonly ElementPlace[]): ElementPlace[] {
  const all = new Set(places.map(({ path }) => path.join('/')));
  return places.filter(({ path }) => !all.has(path.slice(0, -1).join('/')));
}
