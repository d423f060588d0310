import { allVerbs, type Grammar, type Value } from './grammar.ts';

/** Completion for fish 3 and newer. */
export function fishScript(grammar: Grammar): string {
  const verbs = allVerbs(grammar);
  const below = verbs.filter((verb) => verb.verbs.length > 0);
  const valued = verbs.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) => (value === null ? [] : names.map((name) => quoted(`${path} ${name}`)))),
  );
  return `# fish completion for tst

# Prints the verb of the command line, and the number of words that stand behind it.
function __tst_at
    set -l verb tst
    set -l place 0
    set -l pending ''
    set -l plain ''
    for word in (commandline -opc)[2..-1]
        if test -n "$pending"
            set pending ''
        else if test -n "$plain"
            set place (math $place + 1)
        else if test "$word" = --
            set plain yes
        else if string match -q -- '-?*' "$word"
            switch "$verb $word"
                case ${valued.join(' ')}
                    set pending yes
            end
        else
            set -l longer "$verb $word"
            if test $place = 0; and contains -- "$longer" ${below
              .flatMap((verb) => verb.verbs.map(({ path }) => quoted(path)))
              .join(' ')}
                set verb "$longer"
            else
                set place (math $place + 1)
            end
        end
    end
    printf '%s\\n%s\\n' "$verb" $place
end

# True for this verb, and this place behind it where one is given.
function __tst_is
    set -l at (__tst_at)
    test "$at[1]" = "$argv[1]"; and begin
        test (count $argv) -lt 2; or test "$at[2]" = "$argv[2]"; or test "$argv[2]" = any
    end
end

complete -c tst -f
${verbs.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, options, arguments: args, verbs }: Grammar): string[] {
  const at = (place: string | number | null) =>
    `complete -c tst -n ${quoted(`__tst_is ${quoted(path)}${place === null ? '' : ` ${place}`}`)}`;
  return [
    ...verbs.map(({ name, description }) => `${at(0)} -a ${quoted(quoted(name))} -d ${said(description)}`),
    ...args.map((arg, i) => `${at(arg.variadic ? 'any' : i)} ${offered(arg)}`),
    ...options.map(({ names, description, value }) => {
      const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
      return `${at(null)} ${flags.join(' ')}${value === null ? '' : ` -r ${offered(value)}`} -d ${said(description)}`;
    }),
  ];
}

function offered({ kind, choices }: Value): string {
  if (kind === 'file') return '-F';
  if (kind === 'folder') return "-f -a '(__fish_complete_directories)'";
  if (kind === 'text') return '-f';
  // A file follows a word that ends in `=`, and fish completes files there by itself.
  const files = choices.some((choice) => choice.endsWith('=')) ? '-F' : '-f';
  return `${files} -a ${quoted(choices.map(quoted).join(' '))}`;
}

/** fish prints a line for each. */
function said(description: string): string {
  return quoted(description.replace(/\s+/g, ' '));
}

function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
