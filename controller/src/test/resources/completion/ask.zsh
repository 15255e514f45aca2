# ask.zsh SCRIPT LINE: what a zsh that has read SCRIPT offers when TAB is pressed at the end of LINE.
# Matches are caught where they are added: what a terminal shows depends on when it is read.
zmodload zsh/zpty
zpty shell "TERM=dumb zsh -f -i"
cat >asked.zsh <<'END'
PS1= PS2=
stty -echo
autoload -Uz compinit
compinit -u -D
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a hits
  local -i told=${@[(I)-*d]}
  builtin compadd -A hits "$@"
  ((!$#hits)) || print -rl -- "=> "$^hits
  ((!told)) || print -rl -- ${(P)@[told+1]}
}
offer() {
  zle complete-word
  print -r ENDED
}
zle -N offer
bindkey '^I' offer
END
zpty -w shell "source ./asked.zsh; source ${(q)1}; print RE''ADY"
zpty -r -m shell out '*READY*'
zpty -w -n shell "$2"$'\t'
zpty -r -m shell out '*ENDED*'
print -r -- $out
