import type { Located } from './render-text.js';
import { keyText } from './render-text.js';

/** The JSON shape of a diagnostic, the same in every command. */
export function diagnosticToJson({ diagnostic, at }: Located) {
  const { code, severity, message, place, section, help } = diagnostic;
  return {
    code,
    severity,
    message,
    place: place ? placeToJson(place, at) : null,
    section: section ?? null,
    help: help ?? null,
  };
}

function placeToJson(place: NonNullable<Located['diagnostic']['place']>, at: Located['at']) {
  if ('offset' in place) return { file: place.file, offset: place.offset, length: place.length };
  const key = 'path' in place ? keyText(place.path) : null;
  return { file: place.file, line: at?.line ?? null, column: at?.column ?? null, key };
}
