# ask.fish SCRIPT LINE: what a fish that has read SCRIPT offers at the end of LINE.
source $argv[1]
complete -C $argv[2]
