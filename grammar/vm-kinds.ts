/** What the configuration of a VM is written in; `cpu` is a bare value of `-cpu`. */
export type VmKind = 'libvirt' | 'proxmox' | 'qemu' | 'cpu';
