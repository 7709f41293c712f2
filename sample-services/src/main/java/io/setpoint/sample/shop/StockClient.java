package io.setpoint.sample.shop;

import java.util.concurrent.TimeUnit;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.setpoint.sample.stock.StockService;

import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the stock, whoever that is at the moment.
 */
@Component
class StockClient {

	private static final long DEADLINE_SECONDS = 2;

	private final RestClient http;

	private final Channel channel;

	StockClient(RestClient.Builder http, GrpcChannelFactory channels) {
		this.http = http.build();
		this.channel = channels.createChannel("stock");
	}

	String overHttp(String item) {
		return String.valueOf(this.http.get().uri("http://stock/items/{item}", item).retrieve().body(String.class));
	}

	String overGrpc(String item) {
		CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
		return ClientCalls.blockingUnaryCall(this.channel, StockService.COUNT, options, StringValue.of(item))
			.getValue();
	}

}
