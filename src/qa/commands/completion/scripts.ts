export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * What each shell runs on Tab. All ask `qa --complete` with the words up to the cursor; where it knows
 * nothing, the shell offers files. Whatever goes wrong, nothing is written into the prompt.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `_qa_complete() {
  local IFS=$'\\n'
  COMPREPLY=($("$1" --complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _qa_complete qa facteur-qa
`,
  zsh: `#compdef qa facteur-qa
_qa_complete() {
  local -a found
  found=("\${(@f)$("\${words[1]}" --complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    compadd -a found
  else
    _files
  fi
}
compdef _qa_complete qa facteur-qa
`,
  fish: `function __qa_complete
  set -l words (commandline -opc) (commandline -ct)
  $words[1] --complete $words[2..-1] 2>/dev/null
end
complete -c qa -a '(__qa_complete)'
complete -c facteur-qa -a '(__qa_complete)'
`,
};
