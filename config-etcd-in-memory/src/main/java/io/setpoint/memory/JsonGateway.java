package io.setpoint.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import com.google.protobuf.Message;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.TxnRequest;

/**
 * Calls by path and JSON, as etcd's gateway takes them.
 */
final class JsonGateway {

	private final Map<String, Function<Map<?, ?>, Map<String, Object>>> calls = new LinkedHashMap<>();

	JsonGateway(Operations operations) {
		add("/v3/kv/range", RangeRequest.getDefaultInstance(), operations::range);
		add("/v3/kv/put", PutRequest.getDefaultInstance(), operations::put);
		add("/v3/kv/deleterange", DeleteRangeRequest.getDefaultInstance(), operations::delete);
		add("/v3/kv/txn", TxnRequest.getDefaultInstance(), operations::commit);
		add("/v3/kv/compaction", CompactionRequest.getDefaultInstance(), operations::compact);
		add("/v3/lease/grant", LeaseGrantRequest.getDefaultInstance(), operations::grant);
		add("/v3/lease/revoke", LeaseRevokeRequest.getDefaultInstance(), operations::revoke);
		add("/v3/lease/timetolive", LeaseTimeToLiveRequest.getDefaultInstance(), operations::timeToLive);
		add("/v3/lease/keepalive", LeaseKeepAliveRequest.getDefaultInstance(), operations::keepAlive);
		add("/v3/maintenance/status", StatusRequest.getDefaultInstance(), (request) -> operations.status());
		add("/v3/cluster/member/list", MemberListRequest.getDefaultInstance(), (request) -> operations.members());
	}

	private <T extends Message> void add(String path, T type, Function<T, ? extends Message> call) {
		this.calls.put(path, (body) -> JsonMessages.write(call.apply(JsonMessages.read(type, body))));
	}

	boolean knows(String path) {
		return this.calls.containsKey(path);
	}

	Map<String, Object> call(String path, Map<String, ?> body) {
		Function<Map<?, ?>, Map<String, Object>> call = this.calls.get(path);
		if (call == null) {
			throw new UnsupportedOperationException("The etcd in the JVM does not know " + path + "; it knows "
					+ String.join(", ", this.calls.keySet()) + ".");
		}
		return call.apply(body);
	}

}
