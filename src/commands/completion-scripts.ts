import type { Shell } from "./shells.ts";

// The shells only show and insert. What can follow is worked out by `__complete` from the program itself, so that
// no script grows old: a line each, a tab before its description, and last `:words`, `:files` or `:folders`.

/**
 * bash cuts words at `@`, `:` and `=`, and inserts only what follows the last of them: the program gets whole words,
 * and what bash keeps is cut off its answers. Works in bash 3.2, and without bash-completion.
 */
const BASH = `# bash completion for residentctl: source <(residentctl completion bash)
_residentctl() {
  local line="\${COMP_LINE:0:COMP_POINT}" current="" kept="" next="" answer
  local -a words=()
  read -ra words <<< "$line"
  if [[ "$line" != *[[:space:]] ]]; then
    current="\${words[\${#words[@]}-1]}"
    unset "words[\${#words[@]}-1]"
  fi
  local sign
  for sign in @ : =; do
    if [[ "$COMP_WORDBREAKS" == *"$sign"* && "$current" == *"$sign"* ]]; then
      answer="\${current%"$sign"*}$sign"
      (( \${#answer} > \${#kept} )) && kept="$answer"
    fi
  done
  COMPREPLY=()
  while IFS= read -r answer; do
    case "$answer" in
      :*) next="$answer" ;;
      *)
        answer="\${answer%%$'\\t'*}"
        [[ "$answer" == "$current"* ]] || continue
        answer="$(printf '%q' "$answer")"
        COMPREPLY+=("\${answer#"$kept"}")
        ;;
    esac
  done < <("\${words[0]}" __complete "\${words[@]:1}" "$current" 2>/dev/null)
  case "$next" in
    :files) compopt -o filenames 2>/dev/null; while IFS= read -r answer; do COMPREPLY+=("$answer"); done < <(compgen -f -- "\${current#"$kept"}") ;;
    :folders) compopt -o filenames 2>/dev/null; while IFS= read -r answer; do COMPREPLY+=("$answer"); done < <(compgen -d -- "\${current#"$kept"}") ;;
  esac
  if [[ "\${#COMPREPLY[@]}" == 1 && "\${COMPREPLY[0]}" == *= ]]; then compopt -o nospace 2>/dev/null; fi
  return 0
}
complete -F _residentctl residentctl
`;

const ZSH = `#compdef residentctl
# zsh completion for residentctl: as _residentctl in a folder of $fpath, or source <(residentctl completion zsh)
_residentctl() {
  local answer next=""
  local -a answers described
  answers=("\${(@f)$("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for answer in "\${answers[@]}"; do
    case "$answer" in
      ('') ;;
      (:*) next="$answer" ;;
      (*$'\\t'*) described+=("\${\${answer%%$'\\t'*}//:/\\\\:}:\${answer#*$'\\t'}") ;;
      (*) described+=("\${answer//:/\\\\:}") ;;
    esac
  done
  (( \${#described} )) && _describe residentctl described
  case "$next" in
    (:files) _files ;;
    (:folders) _files -/ ;;
  esac
}
if [[ "\${funcstack[1]}" == _residentctl ]]; then
  _residentctl "$@"
else
  compdef _residentctl residentctl
fi
`;

const FISH = `# fish completion for residentctl: as residentctl.fish in ~/.config/fish/completions
function __residentctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for answer in ($program __complete $words "$current" 2>/dev/null)
        switch $answer
            case ':files'
                __fish_complete_path "$current"
            case ':folders'
                __fish_complete_directories "$current"
            case ':*'
            case '*'
                echo $answer
        end
    end
end
complete -c residentctl -f -a '(__residentctl_complete)'
`;

/** The scripts that `completion` prints. */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
