import { allVerbs, type Grammar, type GrammarOption, type Value } from './grammar.ts';

/**
 * Completion for PowerShell 5.1 and newer. The script is ASCII: Windows PowerShell reads what a program prints, and files without a
 * mark, in the code page of the system. It also takes typographic quotes for quotes, so that none may stand in a string.
 */
export function powershellScript(grammar: Grammar): string {
  const verbs = allVerbs(grammar);
  return `# PowerShell completion for tst
Register-ArgumentCompleter -Native -CommandName tst -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $verbs = @{
${verbs.flatMap(verbLines).join('\n')}
  }
  $options = @{
${verbs.map(({ path, options }) => `    ${quoted(path)} = @(${options.flatMap(optionItems).join(', ')})`).join('\n')}
  }
  $values = @{
${verbs.flatMap(valueLines).join('\n')}
  }
  $verb = 'tst'
  $place = 0
  $pending = ''
  $plain = $false
  foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $word = $element.ToString()
    if ($pending) { $pending = '' }
    elseif ($plain) { $place++ }
    elseif ($word -ceq '--') { $plain = $true }
    elseif ($word -like '-?*') { if ($values.ContainsKey("$verb $word")) { $pending = $word } }
    elseif ($place -eq 0 -and $verbs.ContainsKey("$verb $word")) { $verb = "$verb $word" }
    else { $place++ }
  }
  # An item is a word and, behind a space, what is said of it. Where nothing is offered PowerShell completes files.
  $offer = {
    param($items, $written, $before)
    foreach ($item in $items) {
      $text, $said = $item -split ' ', 2
      if (-not $text.StartsWith($written, [System.StringComparison]::Ordinal)) { continue }
      $said = if ($said) { [regex]::Unescape($said) } else { $text }
      [System.Management.Automation.CompletionResult]::new("$before$text", $text, 'ParameterValue', $said)
    }
  }
  if ($pending) { & $offer $values["$verb $pending"] $wordToComplete ''; return }
  if (-not $plain -and $wordToComplete -match '^(--[^=]+)=(.*)$') {
    & $offer $values["$verb $($Matches[1])"] $Matches[2] "$($Matches[1])="
    return
  }
  if (-not $plain -and $wordToComplete -like '-*') { & $offer $options[$verb] $wordToComplete ''; return }
  if ($place -eq 0 -and -not $plain) {
    $below = foreach ($key in $verbs.Keys) {
      if ($key -cmatch ('^' + [regex]::Escape($verb) + ' \\S+$')) { $key.Substring($verb.Length + 1) + ' ' + $verbs[$key] }
    }
    & $offer @($below | Sort-Object) $wordToComplete ''
  }
  & $offer $values["$verb $place"] $wordToComplete ''
}
`;
}

function verbLines({ verbs }: Grammar): string[] {
  return verbs.map(({ path, description }) => `    ${quoted(path)} = ${quoted(escaped(description))}`);
}

/** A word and, behind a space, its description: arrays within arrays would be flattened where there is one. */
function optionItems({ names, description }: GrammarOption): string[] {
  return names.map((name) => quoted(`${name} ${escaped(description)}`));
}

/** By verb and option, and by verb and place. */
function valueLines({ path, options, arguments: args }: Grammar): string[] {
  const line = (key: string, { choices }: Value) => `    ${quoted(key)} = @(${choices.map(quoted).join(', ')})`;
  return [
    ...options.flatMap(({ names, value }) =>
      value === null ? [] : names.map((name) => line(`${path} ${name}`, value)),
    ),
    ...args.map((arg, i) => line(`${path} ${i}`, arg)),
  ];
}

/** For `[regex]::Unescape`. */
function escaped(text: string): string {
  const code = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(/[^ -~]|[\\']/g, code);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "''")}'`;
}
