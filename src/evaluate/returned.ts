// What an evaluation gives to the operating system: references are followed, and a copy is made that later ways leave alone.

import { abort } from '../objects/abort.js';
import type { Value } from '../objects/model.js';
import { dereferenced, seen } from '../objects/resolve.js';
import type { State } from '../objects/state.js';
import { isUnknown } from '../objects/unknown.js';

export function returned(state: State, value: Value): Value {
  // ACPICA does not read a field for a reference to it: it tries to hand out the field. AcpiNsResolveReferences.
  if (value.type === 'RefOf' && (value.to.kind === 'field' || value.to.kind === 'bufferField')) abort('AE_TYPE');
  const object = value.type === 'RefOf' || value.type === 'Index' ? dereferenced(state, value) : value;
  // ACPICA hands out no reference outside of a Package. AcpiUtCopyIsimpleToEsimple.
  if (isReference(object)) abort('AE_TYPE');
  return snapshot(state, object);
}

function isReference(value: Value): boolean {
  return value.type === 'RefOf' || value.type === 'Index' || value.type === 'Debug' || value.type === 'Object';
}

function snapshot(state: State, value: Value): Value {
  const object = seen(value);
  if (object.type !== 'Package') return isUnknown(object) ? state.way.known(object) : state.copy(object);
  state.enter();
  state.spend(object.elements.length * 8);
  const elements = object.elements.map((one) => one && element(state, one));
  state.leave();
  return { ...object, elements };
}

function element(state: State, value: Value): Value {
  if (value.type === 'RefOf' || value.type === 'Index' || value.type === 'Debug') abort('AE_TYPE');
  return snapshot(state, value);
}
