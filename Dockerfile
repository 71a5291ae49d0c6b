# Build and run:
#
#   docker build -t polyport .
#   docker run --init -p 127.0.0.1:3000:3000 -e ALLOW_ANONYMOUS=true -e REQUIRE_HTTPS=false polyport
#
# The container listens on all its addresses, and without authentication it refuses to start there (exit code 2) unless
# ALLOW_ANONYMOUS=true says that this is meant. Publish the port on 127.0.0.1, or behind something that authenticates.
# Plain HTTP is refused there as well, unless REQUIRE_HTTPS=false says that nobody can listen in, as on 127.0.0.1: set
# TLS_CERT_FILE and TLS_KEY_FILE otherwise, or TRUST_PROXY behind a proxy that speaks HTTPS.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package of this project needs its install scripts.
RUN ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
COPY nest-cli.json rspack.config.mjs tsconfig.json tsconfig.build.json ./
COPY build ./build
COPY src ./src
RUN ["npm", "run", "build"]

FROM node:24-slim
ENV NODE_ENV=production \
    TRANSPORT=http \
    HOST=0.0.0.0 \
    PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
# The bundle holds every package it needs: no node_modules here.
COPY --from=build /app/dist/main.js /app/dist/main.js.map ./dist/
COPY --from=build /app/dist/chunks ./dist/chunks
COPY LICENSE ./
COPY docs ./docs
COPY scripts/healthcheck.mjs ./scripts/
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 CMD ["node", "scripts/healthcheck.mjs"]
CMD ["node", "dist/main.js"]
