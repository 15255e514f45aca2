# Images of the names that swarm-cronjob's examples have, made of those that the lab has: of each as
# much as its example calls. Nothing is fetched.
set -eu
cd "$(mktemp -d)"
for name in busybox:latest alpine:3.16 alpine:edge; do docker tag skep-lab/busybox:1 "$name"; done
from() { printf 'FROM %s\n' "$1" >Dockerfile; }
build() { docker build --quiet --tag "$1" . >/dev/null; }

from skep-lab/busybox:1
echo 'ENTRYPOINT ["sh", "-c", "sleep ${DURATION%s}"]' >>Dockerfile
build crazymax/loop:latest

from skep-lab/busybox:1
echo 'CMD ["cat", "/usr/src/app/config.js"]' >>Dockerfile
build renovate/renovate:slim

printf '#!/bin/sh\necho "-- dump of $*"\n' >mysqldump
chmod +x mysqldump
from skep-example/pythonapp:1.4.2
printf 'USER root\nCOPY mysqldump /usr/bin/mysqldump\nENTRYPOINT []\nCMD ["sleep", "3600"]\n' >>Dockerfile
build mariadb:10.4

# The node's own client, with the libraries that it is linked to.
mkdir -p root/usr/bin
cp /usr/bin/docker root/usr/bin/
ldd /usr/bin/docker | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "root$(dirname "$library")"
  cp -L "$library" "root$library"
done
tar -C root -c . | docker import --change 'ENV PATH=/usr/bin' - docker:latest >/dev/null
docker tag docker:latest docker:18.09.7
