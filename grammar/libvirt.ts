/** Namespace of `<qemu:commandline>`. https://libvirt.org/drvqemu.html */
export const QEMU_NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** First release with `<table type='raw'>`. https://libvirt.org/formatdomain.html */
export const LIBVIRT_RAW_TABLES = [11, 2] as const;

/** AppArmor's helper lets a domain read tables here; libvirt's own test data has them here too. */
export const LIBVIRT_TABLE_FOLDER = '/var/lib/libvirt/acpi';
