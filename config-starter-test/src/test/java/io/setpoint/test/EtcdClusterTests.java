package io.setpoint.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EtcdCluster}.
 */
class EtcdClusterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration PROBE = Duration.ofMillis(500);

	private static EtcdCluster etcd;

	@BeforeAll
	static void start() {
		etcd = EtcdCluster.start();
	}

	@AfterAll
	static void close() {
		etcd.close();
	}

	@AfterEach
	void heal() {
		etcd.heal();
		etcd.members().stream().filter((member) -> !member.isRunning()).forEach(EtcdServer::launch);
		etcd.awaitReady();
	}

	@Test
	void putWhenAllMembersRunIsSeenByEachOfThem() {
		long revision = etcd.put("/a", "1");
		assertThat(etcd.members()).allSatisfy((member) -> {
			assertThat(member.get("/a")).isEqualTo("1");
			assertThat(member.revision()).isEqualTo(revision);
		});
		assertThat(etcd.connectString().split(",")).hasSize(3).containsExactlyElementsOf(etcd.endpoints());
	}

	@Test
	void leaderWhenItWasKilledIsAnotherMember() {
		etcd.put("/a", "1");
		EtcdServer old = etcd.leader();
		assertThat(etcd.followers()).hasSize(2).doesNotContain(old);
		old.kill();
		assertThat(etcd.leader()).isNotSameAs(old);
		etcd.awaitReady();
		long revision = etcd.put("/a", "2");
		old.restart();
		assertThat(old.get("/a")).isEqualTo("2");
		assertThat(old.revision()).isEqualTo(revision);
	}

	@Test
	void isolateWhenMemberLeadsLetsTheOthersGoOnWithoutIt() {
		EtcdServer old = etcd.leader();
		etcd.isolate(old);
		assertThat(Condition.await(TIMEOUT, () -> etcd.leader() != old)).isTrue();
		EtcdServer next = etcd.leader();
		assertThat(Condition.await(TIMEOUT, () -> next.client().isServing(PROBE))).isTrue();
		long revision = next.put("/isolated", "1");
		assertThat(old.client().isServing(PROBE)).isFalse();
		etcd.heal();
		old.awaitReady();
		assertThat(old.revision()).isEqualTo(revision);
	}

	@Test
	void isolateWhenMemberFollowsLeavesTheLeaderAndServesNoLinearizableRead() {
		EtcdServer leader = etcd.leader();
		EtcdServer victim = etcd.followers().get(0);
		etcd.isolate(victim);
		assertThat(Condition.await(TIMEOUT, () -> !victim.client().isServing(PROBE))).isTrue();
		assertThat(leader.client().isServing(Duration.ofSeconds(5))).isTrue();
		assertThat(victim.client().isServing(PROBE)).isFalse();
	}

	@Test
	void leaderWhenAMemberIsCutOffIsOneOfTheMajority() {
		EtcdServer victim = etcd.member(0);
		if (etcd.leader() == victim) {
			etcd.isolate(victim);
			assertThat(Condition.await(TIMEOUT, () -> etcd.leader() != victim)).isTrue();
			etcd.heal();
			victim.awaitReady();
		}
		etcd.isolate(victim);
		assertThat(Condition.await(TIMEOUT, () -> leaderOf(victim) == 0)).isTrue();
		assertThat(etcd.leader()).isNotSameAs(victim);
	}

	private static long leaderOf(EtcdServer member) {
		return EtcdClient.number(member.client().gateway().call("/v3/maintenance/status", Map.of(), TIMEOUT), "leader");
	}

	@Test
	void freezeWhenMajorityIsFrozenStopsTheRest() {
		List<EtcdServer> frozen = etcd.members().subList(1, 3);
		frozen.forEach(EtcdServer::freeze);
		assertThat(Condition.await(TIMEOUT, () -> !etcd.member(0).client().isServing(PROBE))).isTrue();
		frozen.forEach(EtcdServer::thaw);
		etcd.awaitReady();
		assertThat(etcd.put("/frozen", "1")).isPositive();
	}

	@Test
	void relayedEndpointsWhenOneIsCutOffLeaveItsMemberInTheCluster() {
		EtcdServer member = etcd.member(1);
		EtcdClient relayed = new EtcdClient(new HttpGateway(List.of(etcd.relayedEndpoints().get(1)), null));
		member.relay().blackHole();
		assertThat(relayed.isServing(PROBE)).isFalse();
		assertThat(member.client().isServing(TIMEOUT)).isTrue();
		member.relay().pass();
		assertThat(relayed.isServing(TIMEOUT)).isTrue();
	}

	@Test
	void wipeWhenKeysExistStartsAtFirstRevision() {
		etcd.put("/a", "1");
		List<String> endpoints = etcd.endpoints();
		etcd.wipe();
		assertThat(etcd.revision()).isEqualTo(1);
		assertThat(etcd.endpoints()).isEqualTo(endpoints);
	}

	@Test
	void restartWhenKeysExistKeepsThem() {
		long revision = etcd.put("/a", "kept");
		etcd.restart();
		assertThat(etcd.get("/a")).isEqualTo("kept");
		assertThat(etcd.revision()).isEqualTo(revision);
	}

	@Test
	void wipeWhenItIsOneMemberIsRefused() {
		assertThatIllegalStateException().isThrownBy(etcd.member(0)::wipe)
			.withMessage("A single member of a cluster cannot be wiped.");
		assertThatIllegalStateException().isThrownBy(etcd.member(0)::backup)
			.withMessage("A single member of a cluster cannot be backed up.");
	}

	@Test
	void startWhenClientPortIsFixedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdCluster.builder().clientPort(20000).start())
			.withMessage("A cluster cannot have one client port for all members.");
	}

	@Test
	void putWhenAllMembersAreDownFails() {
		etcd.members().forEach(EtcdServer::kill);
		assertThatExceptionOfType(EtcdCallException.class).isThrownBy(() -> etcd.put("/a", "secret"))
			.withMessageContaining("got no answer")
			.withMessageNotContaining("secret");
	}

}
