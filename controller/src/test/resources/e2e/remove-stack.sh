# Removes a stack with all that was made for it; what is in use at first is free a little later.
stack=${STACK}
of_stack() { docker "$1" ls --quiet --filter "label=com.docker.stack.namespace=$stack"; }
of_skep() { docker "$1" ls --quiet --filter "label=dev.skep.stack=$stack"; }
containers() {
  docker ps --all --format '{{.ID}} {{.Label "com.docker.swarm.service.name"}}' |
    awk -v stack="${stack}_" 'index($2, stack) == 1 { print $1 }'
}
{ of_stack service; of_skep service; } | xargs -r docker service rm >/dev/null
for try in $(seq 100); do
  [ -n "$(containers)" ] || break
  sleep 0.1
done
containers | xargs -r docker rm --force >/dev/null
{ of_stack config; of_skep config; } | xargs -r docker config rm >/dev/null
of_stack secret | xargs -r docker secret rm >/dev/null
docker volume ls --quiet --filter "name=${stack}_" | xargs -r docker volume rm --force >/dev/null
for try in $(seq 50); do
  of_stack network | xargs -r docker network rm >/dev/null 2>&1 && break
  sleep 0.1
done
