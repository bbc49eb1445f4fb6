import type { Command } from 'commander';
import { EXIT } from '../../terminal/exit.js';
import type { Finish } from '../../terminal/options.js';

export function addSchema(root: Command, finish: Finish): void {
  root
    .command('schema')
    .description('Print the JSON Schema of a spec, for editors')
    .addHelpText('after', SCHEMA_HELP)
    .action(async () => {
      const { printSchema } = await import('../../../spec/schema.js');
      process.stdout.write(printSchema());
      finish(EXIT.ok);
    });
}

const SCHEMA_HELP = `
Editors with Taplo or Tombi (VS Code: Even Better TOML) complete and check a spec whose first line names the schema:
  cppc-acpi schema > cppc-spec.schema.json
  cppc-acpi init --schema ./cppc-spec.schema.json -o vm.toml`;
