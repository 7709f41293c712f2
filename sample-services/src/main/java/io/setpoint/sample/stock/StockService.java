package io.setpoint.sample.stock;

import com.google.protobuf.StringValue;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

import org.springframework.stereotype.Service;

/**
 * The stock over gRPC. A real one has a {@code .proto} file and generated stubs; this one
 * does with {@code rpc Count(google.protobuf.StringValue) returns
 * (google.protobuf.StringValue)}, written by hand.
 */
@Service
public class StockService implements BindableService {

	/**
	 * The one method.
	 */
	public static final MethodDescriptor<StringValue, StringValue> COUNT = MethodDescriptor
		.<StringValue, StringValue>newBuilder(ProtoUtils.marshaller(StringValue.getDefaultInstance()),
				ProtoUtils.marshaller(StringValue.getDefaultInstance()))
		.setType(MethodType.UNARY)
		.setFullMethodName("stock.Stock/Count")
		.build();

	private final Stock stock;

	StockService(Stock stock) {
		this.stock = stock;
	}

	@Override
	public ServerServiceDefinition bindService() {
		return ServerServiceDefinition.builder("stock.Stock")
			.addMethod(COUNT, ServerCalls.asyncUnaryCall((item, answer) -> {
				answer.onNext(StringValue.of(this.stock.count(item.getValue())));
				answer.onCompleted();
			}))
			.build();
	}

}
