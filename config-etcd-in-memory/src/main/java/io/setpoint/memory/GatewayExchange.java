package io.setpoint.memory;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * Answers requests to etcd's JSON gateway, and the two pages that scripts look at.
 */
final class GatewayExchange extends SimpleChannelInboundHandler<FullHttpRequest> {

	private static final JsonWriter<Map<String, ?>> JSON = JsonWriter.standard();

	private final JsonGateway gateway;

	GatewayExchange(JsonGateway gateway) {
		this.gateway = gateway;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
		FullHttpResponse response = answer(request);
		HttpUtil.setContentLength(response, response.content().readableBytes());
		boolean keepAlive = HttpUtil.isKeepAlive(request);
		HttpUtil.setKeepAlive(response, keepAlive);
		context.writeAndFlush(response)
			.addListener(keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
	}

	private FullHttpResponse answer(FullHttpRequest request) {
		try {
			return switch (request.uri()) {
				case "/health" -> json(HttpResponseStatus.OK, Map.of("health", "true"));
				case "/version" -> json(HttpResponseStatus.OK, Map.of("etcdserver", Operations.VERSION));
				default -> call(request);
			};
		}
		catch (StatusRuntimeException ex) {
			return json(status(ex.getStatus()), error(ex.getStatus()));
		}
		catch (IllegalArgumentException | ClassCastException ex) {
			return json(HttpResponseStatus.BAD_REQUEST,
					error(Status.INVALID_ARGUMENT.withDescription(String.valueOf(ex.getMessage()))));
		}
	}

	private FullHttpResponse call(FullHttpRequest request) {
		if (!this.gateway.knows(request.uri())) {
			return json(HttpResponseStatus.NOT_FOUND, error(Status.NOT_FOUND.withDescription("Not Found")));
		}
		if (!request.method().equals(HttpMethod.POST)) {
			return json(HttpResponseStatus.NOT_IMPLEMENTED,
					error(Status.UNIMPLEMENTED.withDescription("Method Not Allowed")));
		}
		String body = request.content().toString(StandardCharsets.UTF_8);
		return json(HttpResponseStatus.OK, this.gateway.call(request.uri(),
				body.isBlank() ? Map.of() : JsonParserFactory.getJsonParser().parseMap(body)));
	}

	private static FullHttpResponse json(HttpResponseStatus status, Map<String, ?> body) {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
				Unpooled.copiedBuffer(JSON.writeToString(body), StandardCharsets.UTF_8));
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
		return response;
	}

	private static Map<String, Object> error(Status status) {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("error", status.getDescription());
		error.put("message", status.getDescription());
		error.put("code", status.getCode().value());
		return error;
	}

	private static HttpResponseStatus status(Status status) {
		return (status.getCode() == Status.Code.NOT_FOUND) ? HttpResponseStatus.NOT_FOUND
				: HttpResponseStatus.BAD_REQUEST;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
