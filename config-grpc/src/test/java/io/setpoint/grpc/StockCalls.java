package io.setpoint.grpc;

import com.google.protobuf.StringValue;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;

/**
 * The one method of the stock, as a generated stub would have it.
 */
final class StockCalls {

	private static final MethodDescriptor<StringValue, StringValue> WHO_AM_I = MethodDescriptor
		.<StringValue, StringValue>newBuilder(ProtoUtils.marshaller(StringValue.getDefaultInstance()),
				ProtoUtils.marshaller(StringValue.getDefaultInstance()))
		.setType(MethodType.UNARY)
		.setFullMethodName(MethodDescriptor.generateFullMethodName("stock.Stock", "WhoAmI"))
		.build();

	private StockCalls() {
	}

	/**
	 * Return a stock that says who it is.
	 * @param answer what it says
	 * @return the service
	 */
	static BindableService answering(String answer) {
		return () -> ServerServiceDefinition.builder("stock.Stock")
			.addMethod(WHO_AM_I, ServerCalls.asyncUnaryCall((request, observer) -> {
				observer.onNext(StringValue.of(answer));
				observer.onCompleted();
			}))
			.build();
	}

	/**
	 * Ask a stock who it is.
	 * @param channel leads to it
	 * @param options how to ask
	 * @return what it says
	 */
	static String ask(Channel channel, CallOptions options) {
		return ClientCalls.blockingUnaryCall(channel, WHO_AM_I, options, StringValue.getDefaultInstance()).getValue();
	}

}
