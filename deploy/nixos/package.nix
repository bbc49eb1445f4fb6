# A package of the file that `npm pack` writes in a clone. It contains the libraries, so nothing is downloaded.
{ runCommand, nodejs_22, tarball }:

runCommand "cppc-acpi" { } ''
  mkdir -p $out/lib $out/bin
  tar -xf ${tarball} -C $out/lib
  cat > $out/bin/cppc-acpi <<EOF
  #!/bin/sh
  exec ${nodejs_22}/bin/node $out/lib/package/build/bundle/bin/cppc-acpi.cjs "\$@"
  EOF
  chmod 755 $out/bin/cppc-acpi
''
