# Removes stacks with all that was made for them; what is in use at first is free a little later.
stacks="${STACKS}"
labelled() {
  for stack in $stacks; do
    docker "$1" ls --quiet --filter "label=com.docker.stack.namespace=$stack"
    docker "$1" ls --quiet --filter "label=dev.skep.stack=$stack"
  done
}
containers() {
  docker ps --all --format '{{.ID}} {{.Label "com.docker.swarm.service.name"}}' |
    awk -v stacks="$stacks" 'BEGIN { n = split(stacks, stack, " ") }
      { for (i = 1; i <= n; i++) if (index($2, stack[i] "_") == 1) print $1 }'
}
labelled service | xargs -r docker service rm >/dev/null
for try in $(seq 100); do
  [ -n "$(containers)" ] || break
  sleep 0.1
done
containers | xargs -r docker rm --force >/dev/null
labelled config | xargs -r docker config rm >/dev/null
labelled secret | xargs -r docker secret rm >/dev/null
for stack in $stacks; do
  docker volume ls --quiet --filter "name=${stack}_" | xargs -r docker volume rm --force >/dev/null
done
for try in $(seq 50); do
  labelled network | xargs -r docker network rm >/dev/null 2>&1 && break
  sleep 0.1
done
