package io.setpoint.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;

/**
 * Looks at how a connection begins: gRPC clients are handed on to the server within the
 * JVM, and whoever speaks HTTP/1.1 gets the JSON gateway, as at etcd's port.
 */
final class PortSharing extends ByteToMessageDecoder {

	/**
	 * How each HTTP/2 connection begins (RFC 9113, section 3.4).
	 */
	private static final String PREFACE = "PRI ";

	private final LocalAddress grpc;

	private final EventLoopGroup group;

	private final JsonGateway gateway;

	private boolean decided;

	PortSharing(LocalAddress grpc, EventLoopGroup group, JsonGateway gateway) {
		this.grpc = grpc;
		this.group = group;
		this.gateway = gateway;
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.decided || in.readableBytes() < PREFACE.length()) {
			return;
		}
		this.decided = true;
		if (in.toString(in.readerIndex(), PREFACE.length(), StandardCharsets.US_ASCII).equals(PREFACE)) {
			handOn(context);
		}
		else {
			context.pipeline()
				.addLast(new HttpServerCodec(), new HttpObjectAggregator(MemoryServer.MAX_MESSAGE_BYTES),
						new GatewayExchange(this.gateway));
			context.pipeline().remove(this);
		}
	}

	private void handOn(ChannelHandlerContext context) {
		Channel client = context.channel();
		client.config().setAutoRead(false);
		ChannelFuture connected = new Bootstrap().group(this.group)
			.channel(LocalChannel.class)
			.handler(new Pipe(client))
			.connect(this.grpc);
		connected.addListener((done) -> client.eventLoop().execute(() -> {
			if (done.isSuccess()) {
				context.pipeline().addLast(new Pipe(connected.channel()));
				context.pipeline().remove(this);
				client.config().setAutoRead(true);
			}
			else {
				client.close();
			}
		}));
	}

}
