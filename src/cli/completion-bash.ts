import { allVerbs, type Grammar, type Value } from './grammar.ts';

/**
 * Completion for bash 3.2 and newer (macOS has 3.2), without the package bash-completion. Nothing out of the tables is ever expanded
 * by the shell: words stand in single quotes, and are compared one by one, not by `compgen -W`.
 */
export function bashScript(grammar: Grammar): string {
  const verbs = allVerbs(grammar);
  const valued = verbs.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : [`    ${names.map((name) => quoted(`${path} ${name}`)).join('|')}) ${taken(value)} ;;`],
    ),
  );
  const placed = verbs.flatMap(({ path, arguments: args }) =>
    args.map(
      (arg, i) => `    ${quoted(`${path} ${i}`)}${arg.variadic ? `|${quoted(`${path} `)}*` : ''}) ${taken(arg)} ;;`,
    ),
  );
  const listed = (pick: (verb: Grammar) => readonly string[]) =>
    verbs
      .filter((verb) => pick(verb).length > 0)
      .map((verb) => `    ${quoted(verb.path)}) _tst_words=(${pick(verb).map(quoted).join(' ')}) ;;`);
  return `# bash completion for tst

# The verbs below a verb.
_tst_verbs() {
  _tst_words=()
  case $1 in
${listed(({ verbs: below }) => below.map(({ name }) => name)).join('\n')}
  esac
}

_tst_options() {
  _tst_words=()
  case $1 in
${listed(({ options }) => options.flatMap(({ names }) => names)).join('\n')}
  esac
}

# What an option takes: a kind, and the words of a choice. Fails where it takes nothing.
_tst_value() {
  _tst_words=()
  case "$1 $2" in
${valued.join('\n')}
    *) return 1 ;;
  esac
}

# What stands at a place behind a verb, counted from 0.
_tst_argument() {
  _tst_words=()
  case "$1 $2" in
${placed.join('\n')}
    *) _tst_kind=text ;;
  esac
}

# Offers the words that begin with $1, without $2, which readline leaves as it is.
_tst_offer() {
  local word
  for word in \${_tst_words[@]+"\${_tst_words[@]}"}; do
    if [[ $word == "$1"* ]]; then
      COMPREPLY+=("\${word#"$2"}")
      case $word in *=) compopt -o nospace 2>/dev/null ;; esac
    fi
  done
}

# Files are what readline offers where nothing else is; bash 3.2 has no compopt and always does so.
_tst_offer_value() {
  case $_tst_kind in
    choice)
      # A file follows one that ends in =.
      case $1 in *=*) return ;; esac
      _tst_offer "$1" "$2"
      compopt +o default 2>/dev/null
      ;;
    folder) compopt +o default -o dirnames 2>/dev/null ;;
    text) compopt +o default 2>/dev/null ;;
  esac
}

_tst() {
  local verb=tst place=0 plain= pending= kept= i word below cur last _tst_kind=text
  local _tst_words words
  COMPREPLY=()
  # bash cuts words at = and :, which belong together here.
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    last=$((\${#words[@]} - 1))
    if [[ $last -gt 0 && ($word == [=:]* || \${words[last]} == *[=:] && \${COMP_WORDS[i - 1]} == [=:]*) ]]; then
      words[last]=\${words[last]}$word
    else
      words+=("$word")
    fi
  done
  last=$((\${#words[@]} - 1))
  cur=\${words[last]}
  for ((i = 1; i < last; i++)); do
    word=\${words[i]}
    if [[ -n $pending ]]; then
      pending=
    elif [[ -n $plain ]]; then
      place=$((place + 1))
    elif [[ $word == -- ]]; then
      plain=yes
    elif [[ $word == -?* ]]; then
      if _tst_value "$verb" "$word"; then pending=$word; fi
    else
      _tst_verbs "$verb"
      for below in \${_tst_words[@]+"\${_tst_words[@]}"}; do
        if [[ $place == 0 && $below == "$word" ]]; then
          verb="$verb $word"
          place=-1
          break
        fi
      done
      place=$((place + 1))
    fi
  done
  # readline completes what stands behind the last of its breaks.
  if [[ $cur == *=* && $COMP_WORDBREAKS == *=* ]]; then kept=\${cur%"\${cur##*=}"}; fi
  if [[ -z $pending && -z $plain && $cur == --*=* ]]; then
    pending=\${cur%%=*}
    kept=\${kept#"$pending="}
    cur=\${cur#*=}
    _tst_value "$verb" "$pending" || return
    [[ $COMP_WORDBREAKS == *=* ]] || return
    _tst_offer_value "$cur" "$kept"
  elif [[ -n $pending ]]; then
    _tst_value "$verb" "$pending"
    _tst_offer_value "$cur" "$kept"
  elif [[ -z $plain && $cur == -* ]]; then
    _tst_options "$verb"
    _tst_offer "$cur" ''
  else
    _tst_argument "$verb" "$place"
    _tst_offer_value "$cur" "$kept"
    if [[ -z $plain && $place == 0 ]]; then
      _tst_verbs "$verb"
      _tst_offer "$cur" ''
    fi
  fi
}

complete -o default -F _tst tst
`;
}

function taken({ kind, choices }: Value): string {
  const words = choices.length > 0 ? ` _tst_words=(${choices.map(quoted).join(' ')});` : '';
  return `_tst_kind=${kind};${words}`.replace(/;$/, '');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
