# shellcheck shell=bash
# container_broker: starts RabbitMQ in a Docker container, and sets container to its id and uri to where it answers. Whoever
# calls has the functions say and fail, sets broker to the path of scripts/broker, and stops the container.
container_broker() {
    local tries began=$SECONDS
    say "starting RabbitMQ in a container"
    container=$(docker run --rm --detach --publish 127.0.0.1:5552:5552 \
        --env RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-rabbitmq_stream advertised_host localhost' \
        rabbitmq:4.3 sh -c 'rabbitmq-plugins enable --offline rabbitmq_stream && exec docker-entrypoint.sh rabbitmq-server')
    for ((tries = 0; ; tries++)); do
        ! "$broker" probe localhost 5552 > /dev/null || break
        ((tries < 120)) || fail "RabbitMQ did not start in its container"
        sleep 1
    done
    say "it answers after $((SECONDS - began)) s"
    uri=rabbitmq-stream://guest:guest@localhost:5552/
}
