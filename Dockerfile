FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --locked --release

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home emulator
COPY --from=build /src/target/release/zoom-qos-emulator /usr/local/bin/
USER emulator
EXPOSE 8100
# Inside a container, loopback is the container's own: publish the port to reach it.
ENV ZQE_LISTEN=0.0.0.0:8100
HEALTHCHECK --interval=10s --timeout=3s --start-period=1s CMD ["zoom-qos-emulator", "health"]
ENTRYPOINT ["zoom-qos-emulator"]
CMD ["serve"]
