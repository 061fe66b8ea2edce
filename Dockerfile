# xiaojin with the packages of the lockfile. No test builds this image: what it promises is what `npm ci` promises.
#
#   docker build --tag xiaojin .
#   docker run --rm --volume "$PWD:/work" xiaojin worker plan --shard 3/10
FROM node:20-bookworm AS build
WORKDIR /opt/xiaojin
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
COPY --from=build /opt/xiaojin /opt/xiaojin
WORKDIR /work
ENTRYPOINT ["node", "/opt/xiaojin/dist/node/cli.js"]
