import { allVerbs, type Grammar, type GrammarOption, type Value } from './grammar.ts';

/**
 * Completion for zsh: what bash does, with descriptions. Words are handed to compadd as they are: the specifications of `_arguments`
 * would need each description quoted twice.
 */
export function zshScript(grammar: Grammar): string {
  const verbs = allVerbs(grammar);
  const cases = (lines: readonly string[]) => lines.map((line) => `    ${line} ;;`).join('\n');
  const filling = (words: readonly string[], said: readonly string[]) =>
    `_tst_words=(${words.map(quoted).join(' ')}) _tst_said=(${said.map(quoted).join(' ')})`;
  const below = verbs.filter((verb) => verb.verbs.length > 0);
  const valued = verbs.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : [`${names.map((name) => quoted(`${path} ${name}`)).join('|')}) ${taken(value)}`],
    ),
  );
  const placed = verbs.flatMap(({ path, arguments: args }) =>
    args.map((arg, i) => `${quoted(`${path} ${i}`)}${arg.variadic ? `|${quoted(`${path} `)}*` : ''}) ${taken(arg)}`),
  );
  return `#compdef tst
# zsh completion for tst

# The verbs below a verb, and what each does.
_tst_verbs() {
  _tst_words=() _tst_said=()
  case $1 in
${cases(
  below.map(
    (verb) =>
      `${quoted(verb.path)}) ${filling(
        verb.verbs.map(({ name }) => name),
        verb.verbs.map(({ description }) => oneLine(description)),
      )}`,
  ),
)}
  esac
}

_tst_options() {
  _tst_words=() _tst_said=()
  case $1 in
${cases(
  verbs.map(({ path, options }) => {
    const named = options.flatMap((option) => option.names.map((name) => [name, said(option)] as const));
    return `${quoted(path)}) ${filling(
      named.map(([name]) => name),
      named.map(([, words]) => words),
    )}`;
  }),
)}
  esac
}

# What an option takes: a kind, and the words of a choice. Fails where it takes nothing.
_tst_value() {
  _tst_words=() _tst_said=()
  case "$1 $2" in
${cases(valued)}
    *) return 1 ;;
  esac
}

# What stands at a place behind a verb, counted from 0.
_tst_argument() {
  _tst_words=() _tst_said=()
  case "$1 $2" in
${cases(placed)}
    *) _tst_kind=text ;;
  esac
}

# Offers words, each with what is said of it, if anything is.
_tst_offer() {
  local -a shown
  local i width=0
  for ((i = 1; i <= $#_tst_words; i++)); do
    (($#_tst_words[i] > width)) && width=$#_tst_words[i]
  done
  for ((i = 1; i <= $#_tst_words; i++)); do
    shown+=("\${(r:width:)_tst_words[i]}\${_tst_said[i]:+  $_tst_said[i]}")
  done
  (($#_tst_words)) || return 1
  if (($#_tst_said)); then compadd -l -d shown "$@" -a _tst_words; else compadd "$@" -a _tst_words; fi
}

_tst_offer_value() {
  case $_tst_kind in
    choice)
      if [[ $_tst_words[1] != *= ]]; then
        _tst_offer
      elif [[ $PREFIX == *=* ]]; then
        compset -P 1 '*='
        _files
      else
        _tst_offer -S ''
      fi
      ;;
    file) _files ;;
    folder) _files -/ ;;
  esac
}

_tst() {
  local verb=tst place=0 plain= pending= i word cur=$words[CURRENT] _tst_kind=text
  local -a _tst_words _tst_said
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $pending ]]; then
      pending=
    elif [[ -n $plain ]]; then
      ((place += 1))
    elif [[ $word == -- ]]; then
      plain=yes
    elif [[ $word == -?* ]]; then
      if _tst_value "$verb" "$word"; then pending=$word; fi
    else
      _tst_verbs "$verb"
      if ((place == 0 && \${_tst_words[(Ie)$word]})); then verb="$verb $word"; else ((place += 1)); fi
    fi
  done
  if [[ -n $pending ]]; then
    _tst_value "$verb" "$pending"
    _tst_offer_value
  elif [[ -z $plain && $cur == --*=* ]]; then
    _tst_value "$verb" "\${cur%%=*}" || return 1
    compset -P 1 '*='
    _tst_offer_value
  elif [[ -z $plain && $cur == -* ]]; then
    _tst_options "$verb"
    _tst_offer
  else
    _tst_argument "$verb" "$place"
    _tst_offer_value
    if [[ -z $plain && $place == 0 ]]; then
      _tst_verbs "$verb"
      _tst_offer
    fi
  fi
}

# Sourced, or found by compinit as the file _tst.
if [[ $funcstack[1] == _tst ]]; then _tst "$@"; else compdef _tst tst; fi
`;
}

function taken({ kind, choices }: Value): string {
  return `_tst_kind=${kind}${choices.length > 0 ? ` _tst_words=(${choices.map(quoted).join(' ')})` : ''}`;
}

function said({ description }: GrammarOption): string {
  return oneLine(description);
}

/** A list has one line for each. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
