package io.setpoint.actuate;

import java.util.Map;
import java.util.function.Supplier;

import io.setpoint.rollout.RolloutFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * {@link WebFilter} around {@code /actuator/rollouts}, which does what
 * {@link RolloutsFilter} does for servlets.
 *
 * @since 0.1.0
 */
public final class RolloutsWebFilter implements WebFilter {

	private final Supplier<String> path;

	private final RolloutSentences sentences;

	/**
	 * Create a filter.
	 * @param path gives the path of the endpoint
	 * @param imported tells whether any configuration is imported
	 * @param exposed tells whether the endpoint is exposed
	 * @param writable tells whether write access is granted
	 */
	public RolloutsWebFilter(Supplier<String> path, Supplier<Boolean> imported, Supplier<Boolean> exposed,
			Supplier<Boolean> writable) {
		this.path = path;
		this.sentences = new RolloutSentences(imported, exposed, writable);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		String path = request.getPath().pathWithinApplication().value();
		if (!(path + "/").startsWith(this.path.get() + "/")) {
			return chain.filter(exchange);
		}
		Mono<Void> answered = isJson(request) ? checked(exchange, chain) : chain.filter(exchange);
		return answered.onErrorResume(ResponseStatusException.class, (ex) -> {
			String sentence = this.sentences.of(ex.getStatusCode().value());
			return (sentence != null) ? read(request).then(write(exchange, ex.getStatusCode(), sentence))
					: Mono.error(ex);
		});
	}

	/**
	 * Read what nobody has read: where an answer comes before the end of a request, a
	 * client that is still sending may never see it.
	 * @param request the request
	 * @return completes when there is nothing more to read, or too much
	 */
	private static Mono<Void> read(ServerHttpRequest request) {
		return DataBufferUtils.join(request.getBody(), RolloutBody.MAX_BYTES)
			.doOnNext(DataBufferUtils::release)
			.onErrorComplete()
			.then();
	}

	private static boolean isJson(ServerHttpRequest request) {
		MediaType type = request.getHeaders().getContentType();
		return request.getMethod() == HttpMethod.POST && (type == null || type.toString().contains("json"));
	}

	private static Mono<Void> checked(ServerWebExchange exchange, WebFilterChain chain) {
		return DataBufferUtils.join(exchange.getRequest().getBody(), RolloutBody.MAX_BYTES)
			.map(RolloutsWebFilter::bytes)
			.defaultIfEmpty(new byte[0])
			.onErrorResume(DataBufferLimitException.class, (ex) -> Mono.just(new byte[RolloutBody.MAX_BYTES + 1]))
			.publishOn(Schedulers.boundedElastic())
			.map((bytes) -> RolloutBody.read(bytes, exchange.getRequest().getQueryParams().keySet()))
			.flatMap((body) -> {
				String problem = body.problem();
				return (problem != null) ? write(exchange, HttpStatus.BAD_REQUEST, problem)
						: chain.filter(replayed(exchange, body.content()));
			});
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static ServerWebExchange replayed(ServerWebExchange exchange, byte[] body) {
		Flux<DataBuffer> buffers = (body.length > 0)
				? Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(body))) : Flux.empty();
		return exchange.mutate().request(new ServerHttpRequestDecorator(exchange.getRequest()) {

			@Override
			public Flux<DataBuffer> getBody() {
				return buffers;
			}

		}).build();
	}

	private static Mono<Void> write(ServerWebExchange exchange, @Nullable HttpStatusCode status, String sentence) {
		ServerHttpResponse response = exchange.getResponse();
		if (!response.setStatusCode(status)) {
			return Mono.empty();
		}
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] body = RolloutFormat.write(Map.of("message", sentence));
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
