package io.setpoint.memory;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Hands on to another channel what comes in, no faster than that takes it.
 */
final class Pipe extends ChannelInboundHandlerAdapter {

	private final Channel other;

	Pipe(Channel other) {
		this.other = other;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.other.writeAndFlush(message);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		this.other.config().setAutoRead(context.channel().isWritable());
		context.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.other.isActive()) {
			this.other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
