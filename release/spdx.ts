// The list of what is inside the files of a release, with licences: SPDX 2.3 as JSON. The same files give the same bytes.

import { createHash } from 'node:crypto';

/** Something that others made. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** Where it is from: github.com/package-url/purl-spec. */
  readonly purl?: string;
}

export interface ReleasedFile {
  readonly file: string;
  readonly sha256: string;
  readonly inside: readonly Component[];
}

/** A licence that SPDX has no name for, as LicenseRef-NAME in expressions. */
export interface OtherLicence {
  readonly name: string;
  readonly text: string;
}

interface Release {
  readonly version: string;
  readonly seconds: number;
}

const OURS = { licence: 'MIT', holder: 'Copyright (c) 2026 the cppc-acpi developers' };

export function spdxDocument(
  { version, seconds }: Release,
  files: readonly ReleasedFile[],
  others: readonly OtherLicence[],
): object {
  const components = distinct(files.flatMap(({ inside }) => inside));
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `cppc-acpi-${version}`,
    documentNamespace: `urn:uuid:${uuidOf(files.map(({ sha256 }) => sha256).join())}`,
    creationInfo: {
      created: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`,
      creators: ['Organization: cppc-acpi developers', `Tool: cppc-acpi-release-${version}`],
    },
    packages: [...files.map((one) => releasedPackage(one, version)), ...components.map(componentPackage)],
    relationships: files.flatMap((one) => [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', idOf(one.file)),
      ...one.inside.map((part) => relationship(idOf(one.file), 'CONTAINS', componentId(part))),
    ]),
    hasExtractedLicensingInfos: others.map(({ name, text }) => ({
      licenseId: `LicenseRef-${name}`,
      name,
      extractedText: text,
    })),
  };
}

function releasedPackage({ file, sha256 }: ReleasedFile, version: string): object {
  return {
    SPDXID: idOf(file),
    name: 'cppc-acpi',
    versionInfo: version,
    packageFileName: file,
    checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
    primaryPackagePurpose: 'APPLICATION',
    ...SHARED,
    licenseDeclared: OURS.licence,
    copyrightText: OURS.holder,
  };
}

function componentPackage(component: Component): object {
  const { name, version, licence, purl } = component;
  return {
    SPDXID: componentId(component),
    name,
    versionInfo: version,
    ...SHARED,
    licenseDeclared: licence,
    copyrightText: 'NOASSERTION',
    ...(purl !== undefined && {
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
    }),
  };
}

const SHARED = { downloadLocation: 'NOASSERTION', filesAnalyzed: false, licenseConcluded: 'NOASSERTION' };

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function componentId({ name, version }: Component): string {
  return idOf(`${name}-${version}`);
}

/** Letters, digits, dots and hyphens. */
function idOf(name: string): string {
  return `SPDXRef-${name.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^-/, '')}`;
}

function distinct(components: readonly Component[]): Component[] {
  return [...new Map(components.map((one) => [componentId(one), one])).values()];
}

/** RFC 9562, version 8: of a hash, so that equal files have equal documents. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
