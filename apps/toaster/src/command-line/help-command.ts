import type { Command } from 'commander';

/** `toaster help play` is `toaster play --help`. Commander's own prints everything when there is no such command. */
export function addHelpCommand(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .summary('show the help of a command')
    .argument('[command]')
    .helpOption(false)
    .action((name: string | undefined) => {
      const command =
        name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (!command) program.error(`error: unknown command '${name}'`);
      command.help();
    });
}
