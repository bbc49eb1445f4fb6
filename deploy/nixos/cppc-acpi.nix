# NixOS module: installs the specs of domains, and libvirt's hook that compiles their tables before each start.
#
#   imports = [ ./cppc-acpi.nix ];
#   services.cppc-acpi = {
#     enable = true;
#     package = pkgs.callPackage ./package.nix { tarball = ./cppc-acpi-0.2.0-rc.1.tgz; };
#     specs.win11 = ./win11.toml;
#   };
#
# The domain's XML must name the table: `cppc-acpi libvirt win11.toml --domain win11.xml`.
{ config, lib, pkgs, ... }:

let
  cfg = config.services.cppc-acpi;
in
{
  options.services.cppc-acpi = {
    enable = lib.mkEnableOption "ACPI _CPC tables for libvirt domains";
    package = lib.mkOption {
      type = lib.types.package;
      description = "The package that has bin/cppc-acpi.";
    };
    specs = lib.mkOption {
      type = lib.types.attrsOf lib.types.path;
      default = { };
      description = "The spec of each domain, by the domain's name.";
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [{
      assertion = lib.all (name: !lib.hasInfix "/" name) (lib.attrNames cfg.specs);
      message = "services.cppc-acpi.specs: a domain's name has no slash";
    }];
    environment.systemPackages = [ cfg.package ];
    environment.etc = lib.mapAttrs' (name: source: lib.nameValuePair "cppc-acpi/${name}.toml" { inherit source; }) cfg.specs;
    systemd.tmpfiles.rules = [ "d /var/lib/libvirt/acpi 0755 root root -" ];
    virtualisation.libvirtd.hooks.qemu.cppc-acpi = pkgs.writeShellScript "cppc-acpi-hook" ''
      export CPPC_ACPI=${lib.escapeShellArg "${cfg.package}/bin/cppc-acpi"}
      . ${../libvirt/qemu}
    '';
  };
}
