# ask.bash SCRIPT LINE: what a bash that has read SCRIPT offers at the end of LINE.
source "$1"
# What bash itself does to a line: words end at spaces, and at = as well.
line=${2//=/ = }
read -ra COMP_WORDS <<<"$line"
[[ $line != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_skep
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
