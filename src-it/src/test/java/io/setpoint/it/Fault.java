package io.setpoint.it;

import java.util.Random;

import io.setpoint.test.EtcdServer;

/**
 * What can go wrong between an application and its etcd. Each is over when
 * {@link #strike} returns.
 */
enum Fault {

	KILL {
		@Override
		void strike(FaultScene scene) {
			scene.etcd().kill();
			scene.hold();
			scene.etcd().restart();
		}
	},

	FREEZE {
		@Override
		void strike(FaultScene scene) {
			scene.etcd().freeze();
			scene.hold();
			scene.etcd().thaw();
		}
	},

	CUT {
		@Override
		void strike(FaultScene scene) {
			scene.etcd().relay().cut();
			scene.write();
			scene.etcd().relay().cut();
		}
	},

	REFUSE {
		@Override
		void strike(FaultScene scene) {
			behind(scene, scene.etcd().relay()::refuse, false);
		}
	},

	RESET {
		@Override
		void strike(FaultScene scene) {
			behind(scene, scene.etcd().relay()::reset, false);
		}
	},

	BLACK_HOLE {
		@Override
		void strike(FaultScene scene) {
			behind(scene, scene.etcd().relay()::blackHole, false);
		}
	},

	COMPACTION {
		@Override
		void strike(FaultScene scene) {
			boolean silent = scene.random().nextBoolean();
			behind(scene, silent ? scene.etcd().relay()::blackHole : scene.etcd().relay()::refuse, true);
		}
	},

	/**
	 * The store is replaced by an empty one, which is written to at once or after it was
	 * seen to be empty, and which may overtake the revision of the old one.
	 */
	WIPE {
		@Override
		void strike(FaultScene scene) {
			EtcdServer etcd = scene.etcd();
			if (scene.random().nextBoolean()) {
				etcd.relay().refuse();
			}
			long revision = etcd.revision();
			etcd.wipe();
			scene.writer().seed();
			if (revision < 200 && scene.random().nextBoolean()) {
				while (etcd.revision() <= revision + 2) {
					scene.writer().write(8);
				}
			}
			etcd.relay().pass();
		}
	},

	RESTORE {
		@Override
		void strike(FaultScene scene) {
			scene.goBack();
		}
	},

	RELAUNCH {
		@Override
		void strike(FaultScene scene) {
			scene.stop();
			scene.write();
			scene.launch();
		}
	},

	RELAUNCH_WITHOUT_ETCD {
		@Override
		void strike(FaultScene scene) {
			scene.stop();
			scene.etcd().relay().refuse();
			scene.launch();
			scene.write();
			scene.etcd().relay().pass();
		}
	};

	abstract void strike(FaultScene scene);

	/**
	 * Write behind the back of the application. What is compacted has a revision that was
	 * not compacted before, also where nothing else happens to be written.
	 */
	private static void behind(FaultScene scene, Runnable fault, boolean compact) {
		fault.run();
		scene.write();
		if (compact) {
			scene.etcd().put("/elsewhere", "");
			scene.etcd().compact();
		}
		scene.hold();
		scene.etcd().relay().pass();
	}

	/**
	 * Choose a fault; those that take long are rare.
	 * @param random the source of randomness
	 * @return the fault
	 */
	static Fault any(Random random) {
		int draw = random.nextInt(100);
		if (draw < 4) {
			return (draw < 2) ? RELAUNCH : RELAUNCH_WITHOUT_ETCD;
		}
		if (draw < 12) {
			return (draw < 8) ? WIPE : RESTORE;
		}
		return values()[random.nextInt(WIPE.ordinal())];
	}

}
