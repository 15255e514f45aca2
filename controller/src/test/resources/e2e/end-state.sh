# All that a stack has on the engine, a line each.
stack=${STACK}
of() { docker "$1" ls --quiet --filter "label=com.docker.stack.namespace=$stack"
  docker "$1" ls --quiet --filter "label=dev.skep.stack=$stack"; }
for service in $(of service); do
  docker service inspect --format 'service {{json .Spec}}' "$service"
  docker service ps --format 'task of {{.Name}} {{.DesiredState}} {{.CurrentState}}' "$service" |
    awk '{ print $1, $2, $3, $4, $5 }'
done
for config in $(of config); do
  docker config inspect --format 'config {{.Spec.Name}} {{json .Spec.Labels}}' "$config"
done
docker secret ls --format 'secret {{.Name}}' --filter "label=com.docker.stack.namespace=$stack"
docker network ls --format 'network {{.Name}}' --filter "label=com.docker.stack.namespace=$stack"
docker volume ls --format 'volume {{.Name}}' --filter "name=${stack}_"
